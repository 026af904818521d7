//! Unfinished guides, kept from one day to the next. The only rows that may vanish; they are no part of the trail.
//! It must never touch another table.
use crate::File;
use crate::fault::Fault;
use chrono::{DateTime, Utc};
use rusqlite::params;
use serde_json::Value;

/// A guide that was begun.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Given by the file; none for a new one.
    pub id: Option<i64>,
    /// Name of the guide.
    pub wizard: String,
    /// Codes of what it is about.
    pub about: Vec<String>,
    /// Step at which it stands.
    pub step: String,
    pub answers: Value,
    pub kept_at: DateTime<Utc>,
}

impl File {
    /// Keeps a draft, in place of its earlier state where it has a number. Gives its number.
    pub fn keep_draft(&mut self, draft: &Draft) -> Result<i64, Fault> {
        self.writable()?;
        let (about, answers) = (serde_json::json!(draft.about).to_string(), draft.answers.to_string());
        let at = crate::moment_text(&draft.kept_at);
        let id = match draft.id {
            Some(id) => {
                self.conn
                    .prepare_cached("INSERT INTO draft (id, wizard, subject, step, answers, kept_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET wizard = ?2, subject = ?3, step = ?4, answers = ?5, kept_at = ?6")?
                    .execute(params![id, draft.wizard, about, draft.step, answers, at])?;
                id
            }
            None => {
                self.conn
                    .prepare_cached(
                        "INSERT INTO draft (wizard, subject, step, answers, kept_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                    )?
                    .execute(params![draft.wizard, about, draft.step, answers, at])?;
                self.conn.last_insert_rowid()
            }
        };
        if crate::moved::has_moved(&self.conn) {
            return Err(self.gone("The draft went into the file that was moved away."));
        }
        Ok(id)
    }

    /// Every draft, the latest first. One that cannot be read has no answers; it is still there to be dropped.
    pub fn drafts(&self) -> Result<Vec<Draft>, Fault> {
        let mut q = self.conn.prepare_cached(
            "SELECT id, wizard, subject, step, answers, kept_at FROM draft ORDER BY kept_at DESC, id DESC",
        )?;
        let rows = q.query_map([], |r| {
            let (about, answers, at): (String, String, String) = (r.get(2)?, r.get(4)?, r.get(5)?);
            Ok(Draft {
                id: r.get(0)?,
                wizard: r.get(1)?,
                about: serde_json::from_str(&about).unwrap_or_default(),
                step: r.get(3)?,
                answers: serde_json::from_str(&answers).unwrap_or_default(),
                kept_at: DateTime::parse_from_rfc3339(&at).map(|t| t.with_timezone(&Utc)).unwrap_or_default(),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Throws a draft away.
    pub fn drop_draft(&mut self, id: i64) -> Result<(), Fault> {
        self.writable()?;
        self.conn.prepare_cached("DELETE FROM draft WHERE id = ?1")?.execute([id])?;
        if crate::moved::has_moved(&self.conn) {
            return Err(self.gone("The draft is still in the file that was moved away."));
        }
        Ok(())
    }
}
