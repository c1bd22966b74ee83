"""The one error of the launcher: something outside of avrop that a person must mend."""


class LauncherError(Exception):
    """avrop can't start here.

    `reason` says what is wrong and `remedy` what to do about it: each one or more whole sentences
    (the remedy may hold commands or SQL to copy). Shown without a traceback; the exit code is 1.
    """

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(f"{reason}\n{remedy}".strip())
        self.reason = reason
        self.remedy = remedy
