//! Numbers with headers for their rows and columns, to be shown as a table or written as CSV.
//!
//! Invariant: table and CSV come from one sheet, so they hold the same numbers: the table rounded, the CSV
//! with every digit.

use serde::Serialize;

use super::given::given_value;
use super::number;
use super::{Reference, Subject};

/// What is written for a number that may not be seen yet.
pub const HIDDEN: &str = "–";

/// A table with a header for every row.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The headers of its columns.
    pub columns: Vec<String>,
    /// Its cells, row after row.
    pub rows: Vec<Vec<Cell>>,
    /// The headers of its rows.
    pub row_headers: Vec<String>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cell {
    /// As printed.
    pub text: String,
    /// Its name, for linking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The whole number, where it is given from outside and can be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<f64>,
}

/// One place of a sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// What stands there.
    pub content: Content,
    /// Its name, for linking.
    pub reference: Option<String>,
    /// Whether it may be a number that is given.
    pub may_be_given: bool,
}

/// What stands in a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Content {
    /// Nothing: the column is shorter than the sheet.
    #[default]
    Empty,
    /// A number that has not been computed yet.
    Hidden,
    /// A number.
    Number(f64),
    /// Words.
    Words(String),
}

impl Entry {
    /// A number, if it may be seen.
    #[must_use]
    pub fn seen(value: Option<f64>, reference: Option<String>) -> Self {
        Self {
            content: value.map_or(Content::Hidden, Content::Number),
            reference,
            may_be_given: false,
        }
    }

    /// A number.
    #[must_use]
    pub fn number(value: f64) -> Self {
        Self::seen(Some(value), None)
    }

    /// Words.
    #[must_use]
    pub fn words(words: impl Into<String>) -> Self {
        Self {
            content: Content::Words(words.into()),
            ..Self::default()
        }
    }

    /// The same, which may be changed on the page if it is given.
    #[must_use]
    pub fn maybe_given(self, may_be_given: bool) -> Self {
        Self {
            may_be_given,
            ..self
        }
    }
}

/// Numbers with headers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// What it shows.
    pub caption: String,
    /// What its rows count.
    pub axis: &'static str,
    /// The headers of its columns.
    pub columns: Vec<String>,
    /// Row after row.
    pub rows: Vec<Vec<Entry>>,
    /// The headers of its rows.
    pub row_headers: Vec<String>,
}

impl Sheet {
    /// A sheet from its columns, each with its header; short ones are filled up with empty places.
    #[must_use]
    pub fn of_columns(
        caption: String,
        axis: &'static str,
        row_headers: Vec<String>,
        columns: Vec<(String, Vec<Entry>)>,
    ) -> Self {
        let rows = (0..row_headers.len())
            .map(|row| {
                let cell = |(_, column): &(String, Vec<Entry>)| column.get(row).cloned();
                columns
                    .iter()
                    .map(cell)
                    .map(Option::unwrap_or_default)
                    .collect()
            })
            .collect();
        Self {
            caption,
            axis,
            columns: columns.into_iter().map(|(header, _)| header).collect(),
            rows,
            row_headers,
        }
    }

    /// Both beside each other: rows of one name are one row.
    #[must_use]
    pub fn beside(mut self, other: Self) -> Self {
        let (own, more) = (self.columns.len(), other.columns.len());
        self.columns.extend(other.columns);
        for (header, entries) in other.row_headers.into_iter().zip(other.rows) {
            let known = self.row_headers.iter().position(|own| *own == header);
            let row = known.unwrap_or_else(|| {
                self.row_headers.push(header);
                self.rows.push(vec![Entry::default(); own]);
                self.rows.len() - 1
            });
            self.rows[row].resize(own, Entry::default());
            self.rows[row].extend(entries);
        }
        for row in &mut self.rows {
            row.resize(own + more, Entry::default());
        }
        self
    }

    /// As a table, rounded.
    #[must_use]
    pub fn table(&self, subject: &Subject<'_>) -> Table {
        self.table_with(|reference| given_value(subject, &reference.parse::<Reference>().ok()?))
    }

    /// The same; `given` knows the numbers that can be changed.
    #[must_use]
    pub fn table_with(&self, given: impl Fn(&str) -> Option<f64>) -> Table {
        let cell = |entry: &Entry| Cell {
            text: match &entry.content {
                Content::Empty => String::new(),
                Content::Hidden => HIDDEN.to_owned(),
                Content::Number(value) => number::fixed(*value, 3).text(),
                Content::Words(words) => words.clone(),
            },
            given: entry
                .reference
                .as_ref()
                .filter(|_| entry.may_be_given)
                .and_then(|reference| given(reference)),
            reference: entry.reference.clone(),
        };
        Table {
            caption: self.caption.clone(),
            columns: self.columns.clone(),
            rows: (self.rows.iter())
                .map(|row| row.iter().map(cell).collect())
                .collect(),
            row_headers: self.row_headers.clone(),
        }
    }

    /// As comma-separated values (RFC 4180) with every digit; the first line names the axes.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut out = String::new();
        let headers = std::iter::once(self.axis.to_owned()).chain(self.columns.iter().cloned());
        line(&mut out, headers);
        for (header, row) in self.row_headers.iter().zip(&self.rows) {
            let cells = row.iter().map(|entry| match &entry.content {
                Content::Empty | Content::Hidden => String::new(),
                Content::Number(value) => format!("{value:?}"),
                Content::Words(words) => words.clone(),
            });
            line(&mut out, std::iter::once(header.clone()).chain(cells));
        }
        out
    }
}

fn line(out: &mut String, fields: impl Iterator<Item = String>) {
    for (place, field) in fields.enumerate() {
        if place > 0 {
            out.push(',');
        }
        if field.contains(['"', ',', '\n', '\r']) {
            out.push('"');
            out.push_str(&field.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&field);
        }
    }
    out.push_str("\r\n");
}
