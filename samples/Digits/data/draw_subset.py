"""Draws the subset of MNIST that lies beside this file: python3 draw_subset.py DIRECTORY_OF_THE_OFFICIAL_FILES"""

import gzip
import hashlib
import pathlib
import struct
import sys

TRAINING_PER_DIGIT = 1000
TEST_PER_DIGIT = 200
PIXELS = 28 * 28

official = pathlib.Path(sys.argv[1])
here = pathlib.Path(__file__).parent


def write(name, content):
    # Without a time stamp, so that the same images always give the same file.
    (here / f"{name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    print(hashlib.sha256(content).hexdigest(), name)


images = gzip.decompress((official / "train-images-idx3-ubyte.gz").read_bytes())[16:]
labels = gzip.decompress((official / "train-labels-idx1-ubyte.gz").read_bytes())[8:]
of_digit = [[i for i, label in enumerate(labels) if label == digit] for digit in range(10)]

for part, chosen in (
    ("train", sorted(i for places in of_digit for i in places[:TRAINING_PER_DIGIT])),
    ("t10k", sorted(i for places in of_digit for i in places[-TEST_PER_DIGIT:])),
):
    pixels = b"".join(images[i * PIXELS:(i + 1) * PIXELS] for i in chosen)
    write(f"{part}-images-idx3-ubyte", struct.pack(">4I", 0x803, len(chosen), 28, 28) + pixels)
    write(f"{part}-labels-idx1-ubyte", struct.pack(">2I", 0x801, len(chosen)) + bytes(labels[i] for i in chosen))
