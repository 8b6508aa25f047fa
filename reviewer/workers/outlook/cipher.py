"""The two ways in which a store hides its bytes from the eye ([MS-PST], section 5): no key is needed for either."""

from __future__ import annotations

NONE, PERMUTE, CYCLIC = 0, 1, 2

_R = bytes.fromhex(
    "41361362a8216ebbf416cc047f64e85d1ef2cb2a74c55e35d295479e962d9a884c7d843fdbac31b6485ff6c4d8398be7233b388e"
    "c8c1df25b120a546604e9cfbaad35651457c550007c92b9d859b09a08fadb30f63ab894bd7a7155a716642bf264a6b98faea7753"
    "b270052cfd593a867ece06eb827857c78d43afb41cd45bcde2e9274fc3087280cfb0eff5286dbe304d3492d50e3c2232e5e4f99f"
    "c2d10a8112e1ee918376e397e6618a1779a4b7dc907a5c8c02a6ca69de501a1193b9528758fced1d37491b6ae0293399bd6cd994"
    "f340546ff0c673b8d63e6518441fdd6710f10c19ecae03a1147ba90bfff8a3c0a201f72ebc2468750dfeba2fb5d0da3d"
)
_S = bytes.fromhex(
    "14530f56b3c87a9ceb65481716159f02cc547c83000d0c0ba262a876dbd9edc7c5a4dcac8574d6d0a79bae9a967166c36399b8dd"
    "73928e847da55ed15d93b1575150808952944f4e0a6bbc8d7f6e47464140440111cb033ff7f4e1a98f3c3af9fbf0193082092ec9"
    "9da08649ee6f4d6dc42d813425871b88aafc06a11238fd4c4272641337246a757743ffe6b44b365ce4d8353d45b92cecb7312b29"
    "0768a30e697b189e2139be281a5b78f523ca2ab0af3efe048ce7e5983295d3f64ae8a6eae9f3d52f7020f21f0567ad5510cecde3"
    "273bdabad7c226d4911dd21c2233f8faf15aefcf90b68bb5bdc0bf08971e6ce261e0c6c159abbb58de5fdf60797eb28a"
)
_I = bytes(_R.index(value) for value in range(256))


def reveal(data: bytes, method: int, block: int) -> bytes:
    """The bytes of a block in the clear; ``block`` is its id, which one of the methods starts from."""
    if method == PERMUTE:
        return data.translate(_I)
    return _cyclic(data, block) if method == CYCLIC else data


def _cyclic(data: bytes, block: int) -> bytes:
    """Each byte goes through all three tables, turned by a counter (section 5.2).

    The counter's high byte changes every 256 bytes, so that whole runs share one table for the inner steps.
    """
    counter = (block ^ (block >> 16)) & 0xFFFF
    out = bytearray()
    at = 0
    while at < len(data):
        low, high = counter & 0xFF, counter >> 8
        run = data[at : at + 256 - low]
        inner = bytes(_I[(_S[(_R[value] + high) & 0xFF] - high) & 0xFF] for value in range(256))
        out += bytes((inner[(value + low + n) & 0xFF] - low - n) & 0xFF for n, value in enumerate(run))
        counter = (counter + len(run)) & 0xFFFF
        at += len(run)
    return bytes(out)
