"""The plan file as lossless text: locate, patch, hash, atomic replace."""
