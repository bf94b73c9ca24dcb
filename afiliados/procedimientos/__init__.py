"""One module is one procedure, named after its slug. Importing this package enters them all in the catalogue."""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
