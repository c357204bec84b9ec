"""Backup and restore: the whole board in one archive that either engine writes and either engine takes."""
