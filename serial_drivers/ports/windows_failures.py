"""What Windows means when a port cannot be opened: pyserial gives its words without a number.

There `SerialException("could not open port 'COM7': PermissionError(13, 'Access is denied.', None,
5)")` carries no errno; Windows' own number stands last in the words. A port is always opened alone
there, so access denied means that another program holds it, not that this user may not.
"""

from __future__ import annotations

import errno
import re

_NUMBER = re.compile(r"Error\(\d+, .*, None, (\d+)\)")
_MEANT = {
    2: errno.ENOENT,  # ERROR_FILE_NOT_FOUND
    3: errno.ENOENT,  # ERROR_PATH_NOT_FOUND
    5: errno.EBUSY,  # ERROR_ACCESS_DENIED
    31: errno.ENODEV,  # ERROR_GEN_FAILURE: the adapter was pulled, its name is still there
    32: errno.EBUSY,  # ERROR_SHARING_VIOLATION
    433: errno.ENODEV,  # ERROR_NO_SUCH_DEVICE
    1167: errno.ENODEV,  # ERROR_DEVICE_NOT_CONNECTED
}
_INVALID_PARAMETER = 87


def told_by_windows(error: OSError) -> OSError | ValueError | None:
    """Return the failure as other systems raise it, None where Windows said nothing.

    ValueError: the driver refuses these line settings. OSError: with the errno that is meant.
    """
    number = _NUMBER.search(str(error))
    if error.errno is not None or number is None:
        return None
    meant = int(number[1])
    if meant == _INVALID_PARAMETER:
        return ValueError(str(error))
    return OSError(_MEANT[meant], str(error)) if meant in _MEANT else None
