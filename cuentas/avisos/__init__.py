"""What the portal writes to people by mail: of which kind it is, to which mailbox it goes, who doesn't want it."""
