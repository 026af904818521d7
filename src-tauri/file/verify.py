#!/usr/bin/env python3
"""Checks the trail of a .isms file without our program: verify.py FILE [OLD_SIZE OLD_ROOT PROOF,...]   (RFC 9162; Python 3.8+, nothing else)
Recomputes each leaf and the tree head from the stored acts and each commitment from the stored content. With an earlier head and a
consistency proof: do the first OLD_SIZE acts stand unchanged? Prints the number of acts and the head. Exit status 0: whole, 1: not."""
import hashlib, json, sqlite3, sys

def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()

def root(leaves):
    if len(leaves) < 2: return leaves[0] if leaves else sha()
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return sha(b"\x01", root(leaves[:k]), root(leaves[k:]))

def consistent(m, n, old, new, proof):
    if m == n: return not proof and old == new
    if not 0 < m < n: return False
    path = ([old] if m & (m - 1) == 0 else []) + proof
    f, s = m - 1, n - 1
    while f & 1: f >>= 1; s >>= 1
    if not path: return False
    fr = sr = path[0]
    for c in path[1:]:
        if s == 0: return False
        if f & 1 or f == s:
            fr, sr = sha(b"\x01", c, fr), sha(b"\x01", c, sr)
            while f & 1 == 0 and f: f >>= 1; s >>= 1
        else: sr = sha(b"\x01", sr, c)
        f >>= 1; s >>= 1
    return s == 0 and fr == old and sr == new

def check(path, size=None, old="", proof=""):
    db = sqlite3.connect(path)
    db.execute("PRAGMA trusted_schema = OFF")
    leaves, wrong = [], []
    made = {}
    for act, salt, body, commitment in db.execute("SELECT act, salt, CAST(body AS BLOB), commitment FROM revision ORDER BY id"):
        made.setdefault(act, []).append(commitment.hex())
        if salt is not None and sha(b"\x02", salt, body) != commitment: wrong.append(f"a content of act {act}")
    for n, (seq, body, leaf) in enumerate(db.execute("SELECT seq, CAST(body AS BLOB), leaf FROM act ORDER BY seq"), 1):
        leaves.append(sha(b"\x00", body))
        told = json.loads(body)
        if (seq, told["seq"], leaves[-1]) != (n, n, leaf) or [l["cm"] for l in told.get("cm", [])] != made.get(seq, []): wrong.append(f"act {seq}")
    head = root(leaves)
    if db.execute("SELECT size, root FROM meta").fetchone() != (len(leaves), head): wrong.append("the stored head")
    if size and not consistent(int(size), len(leaves), bytes.fromhex(old), head, [bytes.fromhex(h) for h in proof.split(",") if h]):
        wrong.append(f"the first {size} acts")
    print(len(leaves), head.hex())
    for w in wrong: print("not as it was written:", w)
    return bool(wrong)

if __name__ == "__main__": sys.exit(check(*sys.argv[1:]))
