//! Measurements: one number a row, months across. Each cell is a measurement of an objective that the file has.
//! A month without a value has none; nothing is carried forward.
use super::{Col, Guide, Layout, col};

const COLUMNS: &[Col] = &[
    col("title", "kpi|objective|indicator|metric|measure|name|goal|ziel|kennzahl|messgrosse|indikator", 3),
    col("code", "code|id|ref|no|nr", 0),
];

pub(crate) const OBJECTIVE: Guide = Guide {
    kind: "objective",
    title: "table of measurements",
    also: &["objectives", "measurements", "kpi"],
    layout: Layout::Wide,
    usual: 100,
    needs: &["title"],
    columns: COLUMNS,
    fill: &[],
    hit: None,
    bare: None,
    merge: false,
    unique: true,
};
