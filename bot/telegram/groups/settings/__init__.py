"""The settings of a group: shown to an administrator in private, changed by a press, put on trial."""
