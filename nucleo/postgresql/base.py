"""Django's PostgreSQL engine, which looks at an idle connection instead of asking it a question with each request."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether the server still holds the other end.

        A server that restarts, or ends the session, closes its end: then there is something to read where nothing was
        asked. Django's own `SELECT 1` finds out the same at the price of one round trip a request.
        """
        if self.connection is None or self.connection.closed:
            return False
        idle = select.poll()
        idle.register(self.connection.fileno(), select.POLLIN)
        return not idle.poll(0)
