//! The Merkle tree of the trail (RFC 9162, 2.1): heads, inclusion and consistency proofs. Pure, and short enough to be written anew
//! from this page by anyone who wants to check a pack without our program.
use sha2::{Digest, Sha256};

pub type Hash = [u8; 32];

fn sha(parts: &[&[u8]]) -> Hash {
    let mut h = Sha256::new();
    for p in parts {
        h.update(p);
    }
    h.finalize().into()
}
/// SHA-256 of the bytes as they are: the fingerprint of a proof.
pub fn sha256(bytes: &[u8]) -> Hash {
    sha(&[bytes])
}
/// Leaf of an act: SHA-256(0x00 || body), over the bytes as they are stored.
pub fn leaf(body: &[u8]) -> Hash {
    sha(&[&[0], body])
}
/// SHA-256(0x01 || left || right)
pub fn node(left: &Hash, right: &Hash) -> Hash {
    sha(&[&[1], left, right])
}
/// What the act says of a revision without showing it: SHA-256(0x02 || salt || content). The salt is 32 random bytes of its own.
pub fn commitment(salt: &[u8], content: &[u8]) -> Hash {
    sha(&[&[2], salt, content])
}

/// Largest power of two smaller than n (n > 1).
fn split(n: usize) -> usize {
    1 << (usize::BITS - 1 - (n - 1).leading_zeros())
}

/// Tree head of these leaves. Of none: SHA-256 of nothing.
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => sha(&[]),
        [one] => *one,
        _ => {
            let k = split(leaves.len());
            node(&root(&leaves[..k]), &root(&leaves[k..]))
        }
    }
}

/// The tree as it grows: the heads of its complete subtrees, largest first. Appending costs at most log2(n) hashes.
#[derive(Clone, Debug, Default)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}
impl Frontier {
    pub fn push(&mut self, leaf: Hash) {
        let mut h = leaf;
        let mut n = self.size;
        while n & 1 == 1 {
            if let Some(left) = self.peaks.pop() {
                h = node(&left, &h);
            }
            n >>= 1;
        }
        self.peaks.push(h);
        self.size += 1;
    }
    pub fn size(&self) -> u64 {
        self.size
    }
    pub fn root(&self) -> Hash {
        let mut it = self.peaks.iter().rev();
        match it.next() {
            None => root(&[]),
            Some(last) => it.fold(*last, |acc, left| node(left, &acc)),
        }
    }
}

/// Audit path of leaf `index` in the tree of these leaves (RFC 9162, 2.1.3.1).
pub fn inclusion(leaves: &[Hash], index: usize) -> Vec<Hash> {
    if leaves.len() <= 1 {
        return Vec::new();
    }
    let k = split(leaves.len());
    let (mut path, sibling) = if index < k {
        (inclusion(&leaves[..k], index), root(&leaves[k..]))
    } else {
        (inclusion(&leaves[k..], index - k), root(&leaves[..k]))
    };
    path.push(sibling);
    path
}

/// Does the leaf stand at `index` in the tree of `size` leaves with this head? (RFC 9162, 2.1.3.2)
pub fn included(leaf: &Hash, index: u64, size: u64, path: &[Hash], head: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut f, mut s, mut r) = (index, size - 1, *leaf);
    for p in path {
        if s == 0 {
            return false;
        }
        if f & 1 == 1 || f == s {
            r = node(p, &r);
            while f & 1 == 0 && f != 0 {
                f >>= 1;
                s >>= 1;
            }
        } else {
            r = node(&r, p);
        }
        f >>= 1;
        s >>= 1;
    }
    s == 0 && r == *head
}

/// Proof that the tree of the first `old` leaves is a prefix of the tree of all of them (RFC 9162, 2.1.4.1).
pub fn consistency(leaves: &[Hash], old: usize) -> Vec<Hash> {
    fn sub(m: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
        let n = leaves.len();
        if m == n {
            return if whole { Vec::new() } else { vec![root(leaves)] };
        }
        let k = split(n);
        if m <= k {
            let mut p = sub(m, &leaves[..k], whole);
            p.push(root(&leaves[k..]));
            p
        } else {
            let mut p = sub(m - k, &leaves[k..], false);
            p.push(root(&leaves[..k]));
            p
        }
    }
    if old == 0 || old > leaves.len() { Vec::new() } else { sub(old, leaves, true) }
}

/// Does the head of `new` leaves extend the head of `old` leaves? (RFC 9162, 2.1.4.2)
pub fn consistent(old: u64, new: u64, old_head: &Hash, new_head: &Hash, proof: &[Hash]) -> bool {
    if old == new {
        return proof.is_empty() && old_head == new_head;
    }
    if old == 0 || old > new {
        return false;
    }
    let mut path = proof.iter();
    let first = if old.is_power_of_two() {
        *old_head
    } else {
        match path.next() {
            Some(h) => *h,
            None => return false,
        }
    };
    let (mut f, mut s) = (old - 1, new - 1);
    while f & 1 == 1 {
        f >>= 1;
        s >>= 1;
    }
    let (mut fr, mut sr) = (first, first);
    for c in path {
        if s == 0 {
            return false;
        }
        if f & 1 == 1 || f == s {
            fr = node(c, &fr);
            sr = node(c, &sr);
            while f & 1 == 0 && f != 0 {
                f >>= 1;
                s >>= 1;
            }
        } else {
            sr = node(&sr, c);
        }
        f >>= 1;
        s >>= 1;
    }
    s == 0 && fr == *old_head && sr == *new_head
}

#[cfg(test)]
mod tests {
    use super::*;
    fn leaves(n: usize) -> Vec<Hash> {
        (0..n).map(|i| leaf(&i.to_be_bytes())).collect()
    }
    fn hex(h: &Hash) -> String {
        h.iter().map(|b| format!("{b:02x}")).collect()
    }

    /// The test vectors that Certificate Transparency implementations share.
    #[test]
    fn heads_are_those_of_the_published_vectors() {
        let inputs: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let l: Vec<Hash> = inputs.iter().map(|b| leaf(b)).collect();
        let want = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        for n in 1..=8 {
            assert_eq!(hex(&root(&l[..n])), want[n - 1], "tree of {n}");
        }
        assert_eq!(hex(&root(&[])), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn every_proof_up_to_256_holds_and_no_flipped_one_does() {
        let all = leaves(256);
        let heads: Vec<Hash> = (0..=256).map(|n| root(&all[..n])).collect();
        let mut grown = Frontier::default();
        for (n, l) in all.iter().enumerate() {
            grown.push(*l);
            assert_eq!(grown.root(), heads[n + 1]);
        }
        for n in 1..=256usize {
            for m in 1..=n {
                let proof = consistency(&all[..n], m);
                assert!(consistent(m as u64, n as u64, &heads[m], &heads[n], &proof), "{m} in {n}");
                for i in 0..proof.len() {
                    let mut bad = proof.clone();
                    bad[i][(m + n) % 32] ^= 1 << (i % 8);
                    assert!(
                        !consistent(m as u64, n as u64, &heads[m], &heads[n], &bad),
                        "{m} in {n}, hash {i} flipped"
                    );
                }
                if m < n {
                    assert!(!consistent(m as u64, n as u64, &heads[m - 1], &heads[n], &proof));
                }
            }
        }
        for n in (1..=64usize).chain([100, 255]) {
            for i in 0..n {
                let path = inclusion(&all[..n], i);
                assert!(included(&all[i], i as u64, n as u64, &path, &heads[n]));
                assert!(!included(&all[(i + 1) % 256], i as u64, n as u64, &path, &heads[n]) || n == 256);
            }
        }
    }
}
