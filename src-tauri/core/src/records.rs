//! The records in the order in which they were added, kept in blocks that copies share: a copy costs one pointer a block, and a change in a
//! copy costs one block. So "what if" need not read the file anew, and a record still lies beside its neighbours in memory.
use crate::isms::{Ix, Record};
use std::ops::Index;
use std::sync::Arc;

/// Records a block.
const BLOCK: usize = 256;

#[derive(Clone, Default)]
pub struct Records {
    full: Vec<Arc<[Record]>>,
    /// Fewer than a block.
    last: Vec<Record>,
}
impl Records {
    pub fn len(&self) -> usize {
        self.full.len() * BLOCK + self.last.len()
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Record> {
        self.full.iter().flat_map(|b| b.iter()).chain(&self.last)
    }
    pub(crate) fn push(&mut self, r: Record) {
        self.last.push(r);
        if self.last.len() == BLOCK {
            self.full.push(std::mem::take(&mut self.last).into());
        }
    }
    pub(crate) fn at_mut(&mut self, ix: Ix) -> &mut Record {
        let (block, n) = (ix as usize / BLOCK, ix as usize % BLOCK);
        match self.full.get_mut(block) {
            Some(b) => &mut Arc::make_mut(b)[n],
            None => &mut self.last[n],
        }
    }
}
impl Index<usize> for Records {
    type Output = Record;
    fn index(&self, ix: usize) -> &Record {
        match self.full.get(ix / BLOCK) {
            Some(b) => &b[ix % BLOCK],
            None => &self.last[ix % BLOCK],
        }
    }
}
