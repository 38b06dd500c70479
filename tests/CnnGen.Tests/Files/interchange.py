"""Reads and writes safetensors files: by the safetensors library where it is installed, and by the format's own description.

python3 interchange.py OURS AGAIN SORTED: reads OURS strictly; writes AGAIN, its tensors in the same order with the same metadata, which must be the same
bytes; writes SORTED as the library orders tensors, with a counter for each norm; prints a line for each tensor: name, type, shape, bytes in hexadecimal.
"""
import json
import struct
import sys

SIZES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8}


def unique(pairs):
    keys = [key for key, _ in pairs]
    assert len(set(keys)) == len(keys), "a key comes twice"
    return dict(pairs)


def read(path):
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<Q", content[:8])
    assert length <= 100_000_000 and 8 + length <= len(content) and length % 8 == 0 and content[8:9] == b"{"
    header = json.loads(content[8:8 + length].decode("utf-8"), object_pairs_hook=unique)
    metadata = header.pop("__metadata__", {})
    assert all(isinstance(value, str) for value in metadata.values())
    data, end, tensors = content[8 + length:], 0, []
    for name, entry in header.items():
        assert sorted(entry) == ["data_offsets", "dtype", "shape"]
        begin, stop = entry["data_offsets"]
        count = 1
        for axis in entry["shape"]:
            count *= axis
        assert begin == end and stop - begin == count * SIZES[entry["dtype"]]
        tensors.append((name, entry["dtype"], entry["shape"], data[begin:stop]))
        end = stop
    assert end == len(data)
    return metadata, tensors


def write(path, metadata, tensors):
    header, end = {"__metadata__": metadata} if metadata else {}, 0
    for name, kind, shape, data in tensors:
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [end, end + len(data)]}
        end += len(data)
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).replace("\\n", "\\u000a").encode("utf-8")
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(data for *_, data in tensors))


def order(tensor):
    """What the library sorts tensors by."""
    name, kind, *_ = tensor
    return -SIZES[kind], name


def main(ours, again, ordered):
    metadata, tensors = read(ours)
    write(again, metadata, tensors)
    counters = [(name.replace("running_mean", "num_batches_tracked"), "I64", [], struct.pack("<q", 7)) for name, *_ in tensors if "running_mean" in name]
    try:
        import numpy
        from safetensors import deserialize
        from safetensors.numpy import save_file
    except ImportError:
        write(ordered, {"format": "pt"}, sorted(tensors + counters, key=order))
    else:
        with open(ours, "rb") as file:
            theirs = {name: bytes(entry["data"]) for name, entry in deserialize(file.read())}
        assert theirs == {name: data for name, *_, data in tensors}, "the library reads other numbers"
        types = {"F32": numpy.float32, "F64": numpy.float64, "I64": numpy.int64}
        save_file({name: numpy.frombuffer(data, types[kind]).reshape(shape) for name, kind, shape, data in tensors + counters}, ordered)
    for name, kind, shape, data in tensors:
        print(name, kind, ",".join(map(str, shape)), data.hex())


if __name__ == "__main__":
    main(*sys.argv[1:])
