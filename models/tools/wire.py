"""The wire format of Protocol Buffers: just enough to read and to write a message by field numbers.

Source: https://protobuf.dev/programming-guides/encoding/
"""

import array
import struct
import sys

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


class WireError(ValueError):
    """The bytes are no message: they end early, or hold a wire type that is not in use."""


def fields(message):
    """Yields (number, value) in the order of the bytes.

    A varint is an int without its sign, a fixed number its 4 or 8 bytes, everything else a memoryview into `message`.
    """
    message = memoryview(message)
    at = 0
    while at < len(message):
        key, at = _read_varint(message, at)
        number, wire_type = key >> 3, key & 7
        if wire_type == VARINT:
            value, at = _read_varint(message, at)
            yield number, value
            continue
        if wire_type == BYTES:
            size, at = _read_varint(message, at)
        elif wire_type in (FIXED32, FIXED64):
            size = 4 if wire_type == FIXED32 else 8
        else:
            raise WireError(f"wire type {wire_type} of field {number}, which ends at byte {at}, is not in use")
        if at + size > len(message):
            raise WireError(f"field {number} needs {size} bytes at byte {at}, and {len(message) - at} are left")
        yield number, message[at : at + size]
        at += size


def only(message, wanted, default=None):
    """The value of field `wanted`: the last one where it is repeated, as the format asks."""
    value = default
    for number, candidate in fields(message):
        if number == wanted:
            value = candidate
    return value


def every(message, wanted):
    """The values of field `wanted`, in order."""
    return [value for number, value in fields(message) if number == wanted]


def packed_varints(content):
    """The numbers of a packed repeated field."""
    at, numbers = 0, []
    while at < len(content):
        number, at = _read_varint(content, at)
        numbers.append(number)
    return numbers


def packed_floats(content):
    """The 32-bit floats of a packed repeated field, or of a tensor's raw bytes, which look the same."""
    return _swapped_where_big_endian(array.array("f", bytes(content)))


def float_bytes(values):
    """The inverse of `packed_floats`; doubles are rounded to nearest, ties to even."""
    return _swapped_where_big_endian(array.array("f", values)).tobytes()


def message(*numbered):
    """The bytes of a message of (number, value) pairs, in this order.

    An int becomes a varint (two's complement below zero), a float 4 bytes, str and bytes themselves; a list is its
    elements one after another, unpacked.
    """
    parts = []
    for number, value in numbered:
        for element in value if isinstance(value, list) else [value]:
            parts.append(_field(number, element))
    return b"".join(parts)


def _field(number, value):
    if isinstance(value, int):
        return _varint(number << 3 | VARINT) + _varint(value & (1 << 64) - 1)
    if isinstance(value, float):
        return _varint(number << 3 | FIXED32) + struct.pack("<f", value)
    content = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | BYTES) + _varint(len(content)) + content


def _varint(value):
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def _read_varint(content, at):
    value = 0
    for position in range(at, min(at + 10, len(content))):
        byte = content[position]
        value |= (byte & 0x7F) << 7 * (position - at)
        if byte < 0x80:
            return value, position + 1
    raise WireError(f"the number at byte {at} does not end")


def _swapped_where_big_endian(values):
    if sys.byteorder == "big":
        values.byteswap()
    return values
