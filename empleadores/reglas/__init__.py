"""The pure rules that only an employer needs."""
