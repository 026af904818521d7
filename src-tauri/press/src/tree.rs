//! The structure tree: what a screen reader walks. Nodes are made while the page is laid out; content is hung into them while it is painted.

/// A node of the tree. There are hundreds on a page: what few have stands apart.
#[derive(Debug, Default)]
pub(crate) struct Node {
    /// "P", "TD"
    pub(crate) kind: &'static str,
    pub(crate) parent: Option<u32>,
    pub(crate) kids: Vec<Kid>,
    pub(crate) rare: Option<Box<Rare>>,
    /// It hangs in the tree.
    pub(crate) hung: bool,
}

/// What few nodes have.
#[derive(Debug, Default)]
pub(crate) struct Rare {
    /// "Column", "Row" or "Both" of a head cell; the numbering of a list.
    pub(crate) scope: Option<&'static str>,
    /// Columns that a cell runs across; 0 and 1 are the same.
    pub(crate) span: usize,
    /// Alternative text of a figure; what a table shows, in a sentence.
    pub(crate) alt: Option<String>,
    /// What is meant where something else is drawn.
    pub(crate) actual: Option<String>,
    /// Page and x, y, w, h in mm of a figure.
    pub(crate) bounds: Option<(usize, [f32; 4])>,
    /// Head cells of a cell, where their place alone does not say it.
    pub(crate) heads: Vec<u32>,
    /// Other cells name it as their head.
    pub(crate) named: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kid {
    Node(u32),
    /// Marked content of a page (counted from 0).
    Mark {
        page: u32,
        mcid: u32,
    },
    /// Link annotation by its number in the document.
    Annotation(u32),
}

/// Where a link leads and which node stands for it.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) node: u32,
    pub(crate) to: String,
    pub(crate) text: String,
}

#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) links: Vec<Link>,
}

impl Tree {
    /// With its root, the document: node 0.
    pub(crate) fn new() -> Tree {
        Tree { nodes: vec![Node { kind: "Document", hung: true, ..Node::default() }], links: Vec::new() }
    }

    /// A node that stands where it is made, content or not.
    pub(crate) fn node(&mut self, kind: &'static str, parent: u32) -> u32 {
        let id = self.inline(kind, parent);
        self.hang(id);
        id
    }

    /// A node that stands where its first content is.
    pub(crate) fn inline(&mut self, kind: &'static str, parent: u32) -> u32 {
        self.nodes.push(Node { kind, parent: Some(parent), ..Node::default() });
        (self.nodes.len() - 1) as u32
    }

    /// A link under `parent`: its number and its node.
    pub(crate) fn link(&mut self, parent: u32, to: &str, text: &str) -> (u32, u32) {
        let node = self.inline("Link", parent);
        self.links.push(Link { node, to: to.to_owned(), text: text.to_owned() });
        ((self.links.len() - 1) as u32, node)
    }

    pub(crate) fn at(&mut self, id: u32) -> &mut Node {
        &mut self.nodes[id as usize]
    }

    /// The place for what few nodes have.
    pub(crate) fn rare(&mut self, id: u32) -> &mut Rare {
        self.nodes[id as usize].rare.get_or_insert_default()
    }

    fn hang(&mut self, id: u32) {
        let node = &mut self.nodes[id as usize];
        if node.hung {
            return;
        }
        node.hung = true;
        if let Some(parent) = node.parent {
            self.hang(parent);
            self.nodes[parent as usize].kids.push(Kid::Node(id));
        }
    }

    /// A cell with the head cells that say what it is, where its place in the table does not.
    pub(crate) fn headed(&mut self, cell: u32, heads: &[u32]) {
        heads.iter().for_each(|head| self.rare(*head).named = true);
        self.rare(cell).heads = heads.to_vec();
    }

    /// Hangs content into a node, and the node into its parent.
    pub(crate) fn add(&mut self, id: u32, kid: Kid) {
        self.hang(id);
        self.nodes[id as usize].kids.push(kid);
    }
}
