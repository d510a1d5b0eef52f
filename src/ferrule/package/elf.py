"""What of an ELF library concerns other libraries and the processor: all that decides which systems run it.

Two libraries with the same answer need the same, however different their code is. The form of the file is
the System V ABI's, with the GNU sections of the Linux Standard Base.
"""

from __future__ import annotations

import struct

_HEADER = struct.Struct("<16sHHIQQQIHHHHHH")
_SEGMENT = struct.Struct("<II")
_SECTION = struct.Struct("<IIQQQQIIQQ")
_SYMBOL = struct.Struct("<IBBHQQ")
_ENTRY = struct.Struct("<qQ")

_SYMTAB, _STRTAB, _DYNAMIC, _NOTE, _DYNSYM = 2, 3, 6, 7, 11
_VERSIONS = (0x6FFFFFFD, 0x6FFFFFFE, 0x6FFFFFFF)
_LOADED = 2
_TAGS = (1, 14, 15, 29, 30, 0x6FFFFFFB)
"""Libraries that are needed, own name, where to look for them, flags."""


def needs(library: bytes) -> bytes | None:
    """A text that is the same for libraries with the same needs: names of libraries, symbols and versions,
    notes such as the instruction set, kinds of segments. None for a file that is not a 64-bit little-endian
    library as linkers write them without symbols for debuggers; then only equal contents tell.
    """
    try:
        return _needs(library)
    except (struct.error, ValueError, IndexError):
        return None


def _needs(library: bytes) -> bytes | None:
    ident, kind, machine, version, _, segments, sections, flags, _, size, count, each, number, names = (
        _HEADER.unpack_from(library)
    )
    if ident[:6] != b"\x7fELF\x02\x01" or each != _SECTION.size or not number:
        return None
    found = [repr((ident, kind, machine, version, flags)).encode()]
    found += [library[at : at + _SEGMENT.size] for at in range(segments, segments + size * count, size)]
    table = [_SECTION.unpack_from(library, sections + index * each) for index in range(number)]
    titles = table[names][4]
    for title, what, how, _, start, length, *_ in table:
        content = library[start : start + length]
        name = library[titles + title : library.index(b"\0", titles + title)]
        if what == _SYMTAB or (what != 8 and len(content) != length):  # 8: takes no room in the file
            return None
        if what == _DYNSYM:
            content = _symbols(content)
        elif what == _DYNAMIC:
            content = repr([pair for pair in _ENTRY.iter_unpack(content) if pair[0] in _TAGS]).encode()
        elif what == _NOTE and name == b".note.gnu.build-id":
            content = b""
        elif (
            what not in (*_VERSIONS, _NOTE) and name != b".interp" and not (what == _STRTAB and how & _LOADED)
        ):
            continue
        found += [name, content]
    return b"\0".join(b"%d:%s" % (len(part), part) for part in found)


def _symbols(content: bytes) -> bytes:
    """Without places and sizes."""
    return repr(
        [(name, kind, seen, not place) for name, kind, seen, place, _, _ in _SYMBOL.iter_unpack(content)]
    ).encode()
