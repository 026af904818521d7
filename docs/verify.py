#!/usr/bin/env python3
"""Checks an audit pack with the proof beside it. Needs Python 3 and nothing else: no network, none of our programs.

    python3 verify.py PACK.pdf [--against EARLIER.pdf | EARLIER.isms-proof]

Exit status: 0 all checks hold, 1 one does not, 2 something is missing. Everything rests on SHA-256, as in RFC 9162:
the hash of an act is SHA-256(00, act), and two hashes are put together as SHA-256(01, left, right)."""
import base64, hashlib, json, os, re, sys

# The proof, word for word. $n is a number, $h a hash of 64 digits, * a line that may come again or not at all.
FORM = """Proof of an audit pack (isms-proof, format 1)
It belongs beside the PDF of the same name. What it proves and what not is printed in the pack, under Trail.
To check both: isms verify NAME.pdf, or python3 verify.py NAME.pdf, or by hand as the pack describes.

The PDF: SHA-256 of all its bytes
$h<pdf>

Act $n<seq>, by which the pack was given out. Its hash is SHA-256 of a byte 00 and this line:
$a<act>
and with these, one after the other, it gives the head of the whole log:
$s<path>
The whole log, $n<size> acts
$h<head>

$p<printed>$e<earlier>The whole log as a checkpoint (C2SP tlog-checkpoint). Signatures, where there are any, follow it.
isms-upkeep/log/$l<log>
$n<size_again>
$b<head_again>
$x<signatures>"""
H, N = "[0-9a-f]{64}", "[1-9][0-9]{0,9}"
STATE = "The log %s, " + N + " acts, is the beginning of the whole. Its head, then the proof:\n(?:" + H + "\n)+\n"
KINDS = {"h": H, "n": N, "a": r"\{.*\}", "s": f"(?:(?:left  |right ){H}\n)*", "l": "[0-9a-f]+", "b": "[A-Za-z0-9+/=]+",
         "p": STATE % "as the pack shows it", "e": f"(?:{STATE % 'of an earlier pack'})*", "x": "(?:\n(?:\u2014 .*\n)+)?"}
FORM = re.sub(r"\\\$(.)<(\w+)>", lambda m: f"(?P<{m[2]}>{KINDS[m[1]]})", re.escape(FORM))
FEW = 6  # A proof names the newest 6 packs before it; one that names fewer states than that names all of them.

class Missing(Exception): pass  # Exit status 2.
class Changed(Exception): pass  # Exit status 1: the proof itself is not as it was written.

def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def node(left, right): return sha(b"\x01", left, right)

def sides(f, s):
    """Going up from place f of places 0 to s: is the hash that is put to it the left one? (RFC 9162, 2.1.3.2)"""
    while s > 0:
        left = f % 2 == 1 or f == s
        while left and f % 2 == 0 and f > 0:
            f, s = f // 2, s // 2
        yield left
        f, s = f // 2, s // 2

def begins(old, old_head, new, new_head, path):
    """Is the log of `old` acts the beginning of the log of `new` acts? (RFC 9162, 2.1.4.2)"""
    if old == new:
        return old_head == new_head and not path
    f, s = old - 1, new - 1
    while f % 2 == 1:
        f, s = f // 2, s // 2
    path = path if f else [old_head] + path
    turns = list(sides(f, s))
    if old > new or len(path) != len(turns) + 1:
        return False
    was = now = path[0]
    for left, h in zip(turns, path[1:]):
        was, now = (node(h, was), node(h, now)) if left else (was, node(now, h))
    return was == old_head and now == new_head

class Proof:
    def __init__(self, path):
        if not os.path.exists(path):
            raise Missing(f"{path} is not there. Ask for it where the pack came from: it was made with the PDF.")
        text = open(path, "rb").read().decode("utf-8", "replace").replace("\r\n", "\n")
        if not text.startswith("Proof of an audit pack (isms-proof, format 1)\n"):
            raise Missing(f"{path} is no proof of a pack, or one of a later format.")
        m = re.fullmatch(FORM, text.rstrip("\n") + "\n") or self.changed()
        try:
            body = json.loads(m["act"])
            pack, self.log = body["pack"], body["log"]
            said = [body["verb"], body["seq"], pack["sha256"], pack["size"], pack["root"]]
        except (ValueError, KeyError, TypeError):
            self.changed()
        self.act, self.seq, self.size = m["act"], int(m["seq"]), int(m["size"])
        self.head, self.pdf = bytes.fromhex(m["head"]), m["pdf"]
        self.path = [bytes.fromhex(h) for h in re.findall(H, m["path"])]
        # Each state: number of acts, head, proof. What the pack shows comes first.
        self.states = []
        for state in re.findall(r"The log[^\n]*\n(?:[0-9a-f]+\n)+", m["printed"] + m["earlier"]):
            head, *path = (bytes.fromhex(h) for h in re.findall(H, state))
            self.states.append((int(re.search(N, state)[0]), head, path))
        # What stands in the proof twice must say the same twice.
        if said != ["export.pack", self.seq, self.pdf, self.states[0][0], self.states[0][1].hex()]:
            self.changed()
        if [self.log, m["size"], base64.b64encode(self.head).decode()] != [m["log"], m["size_again"], m["head_again"]]:
            self.changed()
        if re.findall("left|right", m["path"]) != ["left" if left else "right" for left in sides(self.seq - 1, self.size - 1)]:
            self.changed()

    def changed(self): raise Changed("The proof was changed: a line is not as it was written, or contradicts another.")

    def holds(self, state):
        return begins(state[0], state[1], self.size, self.head, state[2])

    def checks(self, pdf):
        if pdf is not None:
            yield sha(pdf).hex() == self.pdf, f"The PDF is the one that act {self.seq} recorded, byte for byte."
        h = sha(b"\x00", self.act.encode())
        for left, other in zip(sides(self.seq - 1, self.size - 1), self.path):
            h = node(other, h) if left else node(h, other)
        yield h == self.head and self.seq <= self.size, f"That act is in the log of {self.size} acts."
        yield self.holds(self.states[0]), f"The checkpoint of {self.states[0][0]} acts, printed in it, is the beginning of that log."
        for state in self.states[1:]:
            yield self.holds(state), f"The log of {state[0]} acts, of an earlier pack, is the beginning of that log."

    def grew(self, earlier, name):
        if earlier.log != self.log or earlier.size > self.size:
            return False, f"{name} is of the same log, and is not the later of the two."
        for state in [(self.size, self.head, [])] + self.states:
            if state[0] == earlier.size:
                good = state[1] == earlier.head and self.holds(state)
                return good, f"The log grew from {earlier.size} to {self.size} acts, and nothing in the first {earlier.size} changed."
        if len(self.states) - 1 < FEW or any(state[0] <= earlier.size for state in self.states[1:]):
            return False, f"The log knows {name}, which shows {earlier.size} acts."
        raise Missing(f"The proof does not reach back to {name}. Check it against a pack in between, and that one against {name}.")

def load(path):
    if path.endswith(".isms-proof"):
        return None, Proof(path)
    if not os.path.exists(path):
        raise Missing(f"{path} is not there.")
    return open(path, "rb").read(), Proof(os.path.splitext(path)[0] + ".isms-proof")

def main(args):
    if len(args) not in (1, 3) or (len(args) == 3 and args[1] != "--against"):
        raise Missing(__doc__)
    pdf, proof = load(args[0])
    checks = list(proof.checks(pdf))
    if len(args) == 3:
        other, earlier = load(args[2])
        checks += [(ok, f"{args[2]}: {text}") for ok, text in earlier.checks(other)] + [proof.grew(earlier, args[2])]
    return checks

if __name__ == "__main__":
    try:
        checks = main(sys.argv[1:])
    except (Missing, Changed) as e:
        print(e)
        sys.exit(2 if isinstance(e, Missing) else 1)
    for ok, text in checks: print(("yes  " if ok else "NO   ") + text)
    print("No signature was checked: this shows what did not change, not who made it.")
    sys.exit(0 if all(ok for ok, text in checks) else 1)
