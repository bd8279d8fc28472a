//! A chart in numbers: its table, and what is known about a series, a place or a point of it.

use super::{At, Chart, Form, Point, Series};
use crate::explain::inspect::{InspectedRow, Inspection};
use crate::explain::sheet::{Entry, Sheet};

impl Chart {
    /// Its numbers: a row for each place, a column for each series.
    #[must_use]
    pub fn sheet(&self) -> Sheet {
        let mut columns = Vec::new();
        for (order, series) in self.series.iter().enumerate() {
            for (header, values) in series.columns() {
                let entries = values.iter().enumerate().map(|(place, value)| {
                    let Some(value) = value else {
                        return Entry::default();
                    };
                    Entry::seen(Some(*value), self.name_of(order, place))
                });
                columns.push((header, entries.collect()));
            }
        }
        let headers = self.places.headers.clone();
        Sheet::of_columns(self.caption.clone(), self.places.name, headers, columns)
    }

    /// What an entry of the table refers to: a point of its own, or the whole place.
    fn name_of(&self, series: usize, place: usize) -> Option<String> {
        let own = self.series[series].points.get(place);
        let own = own.and_then(Option::as_ref);
        own.map(|point| point.reference.clone()).or_else(|| {
            let whole = self.places.references.get(place);
            whole.filter(|_| series == 0).cloned()
        })
    }

    /// What is known about something of this name in it.
    #[must_use]
    pub fn inspect(&self, reference: &str) -> Option<Inspection> {
        self.about_place(reference)
            .or_else(|| self.about_series(reference))
            .or_else(|| self.about_point(reference))
            .or_else(|| self.about_rule(reference))
    }

    fn about_place(&self, reference: &str) -> Option<Inspection> {
        let place = self.place_of(reference)?;
        let rows = self.series.iter().flat_map(|series| {
            let columns = series.columns().into_iter();
            columns.filter_map(move |(header, values)| {
                let value = values.get(place).copied().flatten()?;
                Some(InspectedRow {
                    reference: series.reference.clone(),
                    ..InspectedRow::number(&header, value)
                })
            })
        });
        let title = self.places.headers[place].clone();
        let words = format!("{}.", self.caption);
        Some(Inspection::of_numbers(
            reference,
            title,
            words,
            rows.collect(),
        ))
    }

    fn about_series(&self, reference: &str) -> Option<Inspection> {
        let of_name = |own: &&Series| own.reference.as_deref() == Some(reference);
        let series = self.series.iter().find(of_name)?;
        let rows = if series.facts.is_empty() {
            self.some_of(series)
        } else {
            let facts = series.facts.iter();
            facts
                .map(|(name, value)| InspectedRow::number(name, *value))
                .collect()
        };
        let title = series.title.clone();
        Some(Inspection::of_numbers(
            reference,
            title,
            series.about.clone(),
            rows,
        ))
    }

    /// A few numbers of a series: at the first step, at a quarter, at half, at the end, and the highest.
    fn some_of(&self, series: &Series) -> Vec<InspectedRow> {
        let values = series.form.values();
        let last = values.len().saturating_sub(1);
        let mut shown = vec![1.min(last), last / 4, last / 2, last];
        shown.dedup();
        let at = |place: usize| {
            let header = self.places.headers.get(place)?;
            Some(InspectedRow {
                reference: self.places.references.get(place).cloned(),
                ..InspectedRow::number(
                    &format!("at {header}"),
                    values.get(place).copied().flatten()?,
                )
            })
        };
        let mut rows: Vec<InspectedRow> = shown.into_iter().filter_map(at).collect();
        rows.dedup();
        let finite = values.iter().flatten().filter(|value| value.is_finite());
        let highest = finite.copied().max_by(f64::total_cmp);
        rows.extend(highest.map(|highest| InspectedRow::number("highest", highest)));
        rows
    }

    fn about_point(&self, reference: &str) -> Option<Inspection> {
        let is_own =
            |point: &Option<Point>| point.as_ref().is_some_and(|own| own.reference == reference);
        let found = self.series.iter().find_map(|series| {
            let place = series.points.iter().position(is_own)?;
            Some((place, series.points[place].as_ref()?))
        });
        let (place, point) = found?;
        let rows = self.series.iter().filter_map(|series| {
            let value = series.form.values().get(place).copied().flatten()?;
            let named = !series.title.is_empty();
            named.then(|| InspectedRow::number(&series.title, value))
        });
        let title = self.places.headers.get(place).cloned().unwrap_or_default();
        Some(Inspection::of_numbers(
            reference,
            title,
            point.words.clone(),
            rows.collect(),
        ))
    }

    fn about_rule(&self, reference: &str) -> Option<Inspection> {
        let mut rules = self.rules.iter();
        let (rule, words) = rules.find_map(|rule| {
            let (name, words) = rule.handle.as_ref()?;
            (*name == reference).then_some((rule, words))
        })?;
        let (At::X(value) | At::Y(value)) = rule.at;
        let rows = vec![InspectedRow::number("at", value)];
        let title = rule.words.clone();
        Some(Inspection::of_numbers(
            reference,
            title,
            words.clone(),
            rows,
        ))
    }

    /// A series in words, with its number at the cursor.
    pub(super) fn told(&self, series: &Series) -> String {
        let at = self.at.and_then(|place| {
            let value = series.form.values().get(place).copied().flatten()?;
            let header = self.places.headers.get(place)?;
            let value = (self.y.print)(value);
            Some(format!("{}: {value} at {header}", series.name))
        });
        at.unwrap_or_else(|| series.name.clone())
    }
}

impl Series {
    /// Its columns in a table, each with its head: one, or two of a band.
    fn columns(&self) -> Vec<(String, &[Option<f64>])> {
        match &self.form {
            Form::Band([lower, upper], [low, high]) => vec![
                ((*high).to_owned(), upper.as_slice()),
                ((*low).to_owned(), lower.as_slice()),
            ],
            _ if self.title.is_empty() => vec![],
            form => vec![(self.title.clone(), form.values())],
        }
    }
}
