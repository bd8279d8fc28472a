//! From what a person typed or pasted to a sequence: JSON, a table (CSV, TSV, blanks), or any text.

use super::{MOST_STEPS, Sequence, check, check_steps, grouped};
use crate::setup::SetupError;

/// Reads a sequence and says in a sentence what was understood.
///
/// One row of numbers is one number a step; several rows are one row a step. What is mostly not numbers
/// is text.
///
/// # Errors
/// Where there is nothing, or numbers that cannot be used, with their place.
pub fn read(input: &str) -> Result<(Sequence, String), SetupError> {
    let text = input.strip_prefix('\u{feff}').unwrap_or(input);
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(SetupError::at(
            "seq",
            "Type or paste a sequence: numbers, a table, or any text.",
        ));
    }
    let sequence = if trimmed.starts_with('[') {
        json(trimmed)?
    } else if trimmed.starts_with('{') && trimmed.contains("unrolled-run") {
        return Err(SetupError::at(
            "seq",
            "This is a run document: open it with Paste JSON.",
        ));
    } else {
        match table(trimmed)? {
            Some(rows) => Sequence::Numbers { rows },
            None => Sequence::Text {
                text: trimmed.to_owned(),
            },
        }
    };
    let encoded = sequence.encode(0)?;
    let (steps, width) = (encoded.columns.len(), encoded.input_size());
    let message = match &sequence {
        Sequence::Text { .. } => format!("{}, {width} different.", count(steps, "symbol")),
        _ => format!("{} of {}.", count(steps, "step"), count(width, "number")),
    };
    Ok((sequence, message))
}

fn count(count: usize, what: &str) -> String {
    format!(
        "{} {what}{}",
        grouped(count),
        if count == 1 { "" } else { "s" }
    )
}

fn json(text: &str) -> Result<Sequence, SetupError> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Step {
        Number(f64),
        Row(Vec<f64>),
    }
    let steps: Vec<Step> = serde_json::from_str(text).map_err(|error| {
        let message = "This starts like JSON, but is not a list of numbers or of rows of numbers";
        SetupError::at(
            "seq",
            format!(
                "{message} (line {}, column {}).",
                error.line(),
                error.column()
            ),
        )
    })?;
    let rows: Vec<Vec<f64>> = steps
        .into_iter()
        .map(|step| match step {
            Step::Number(number) => vec![number],
            Step::Row(row) => row,
        })
        .collect();
    check(&rows)?;
    Ok(Sequence::Numbers { rows })
}

/// The rows of a table of numbers; `None` where this is rather text.
fn table(text: &str) -> Result<Option<Vec<Vec<f64>>>, SetupError> {
    let separator = separator(text);
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let is_number = |cell: &&str| number(cell, separator).is_some();
    let cells = |line| cells(line, separator);
    let (mut numbers, mut all) = (0, 0);
    for line in lines.iter().take(MOST_STEPS + 2) {
        let cells = cells(line);
        numbers += cells.iter().filter(|cell| is_number(cell)).count();
        all += cells.len();
    }
    let is_phrase = lines.len() == 1 && !text.contains([',', ';', '\t']) && numbers < all;
    if numbers == 0 || numbers * 2 < all || is_phrase {
        return Ok(None);
    }
    let has_header = lines.len() > 1 && !cells(lines[0]).iter().any(is_number);
    let body = &lines[usize::from(has_header)..];
    check_steps(body.len(), "rows")?;
    let mut rows = Vec::with_capacity(body.len());
    for (index, line) in body.iter().enumerate() {
        let place = index + 1 + usize::from(has_header);
        rows.push(row(&cells(line), place, separator)?);
    }
    if let [only] = &rows[..] {
        check_steps(only.len(), "numbers")?;
        return Ok(Some(only.iter().map(|number| vec![*number]).collect()));
    }
    let width = rows[0].len();
    if let Some(index) = rows.iter().position(|row| row.len() != width) {
        let first = 1 + usize::from(has_header);
        let message = format!(
            "Line {} has {}, line {first} has {width}.",
            index + first,
            count(rows[index].len(), "number")
        );
        return Err(SetupError::at("seq", message));
    }
    Ok(Some(rows))
}

fn row(cells: &[&str], line: usize, separator: Separator) -> Result<Vec<f64>, SetupError> {
    let read = |cell: &str| {
        let fail = |what: &str| {
            let shown: String = cell.chars().take(20).collect();
            SetupError::at("seq", format!("Line {line}: “{shown}” {what}."))
        };
        let number = number(cell, separator).ok_or_else(|| fail("is not a number"))?;
        if number.is_nan() {
            Err(fail("is not a number"))
        } else if number.is_infinite() {
            Err(fail("is too large"))
        } else {
            Ok(number)
        }
    };
    cells.iter().map(|cell| read(cell)).collect()
}

/// What stands between the numbers of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    /// A tab or semicolon; a comma inside a number is then its decimal point.
    Strong(char),
    /// Commas, blanks, or both.
    CommaOrBlank,
}

fn separator(text: &str) -> Separator {
    ['\t', ';']
        .into_iter()
        .find(|sign| text.contains(*sign))
        .map_or(Separator::CommaOrBlank, Separator::Strong)
}

fn cells(line: &str, separator: Separator) -> Vec<&str> {
    match separator {
        Separator::Strong(sign) => line
            .trim()
            .trim_end_matches(sign)
            .split(sign)
            .map(str::trim)
            .collect(),
        Separator::CommaOrBlank => line
            .split(|c: char| c == ',' || c.is_whitespace())
            .filter(|cell| !cell.is_empty())
            .collect(),
    }
}

/// A number, also where it is not finite, so that its place can be named.
fn number(cell: &str, separator: Separator) -> Option<f64> {
    let plain = cell.replace('\u{2212}', "-");
    let plain = if separator == Separator::CommaOrBlank {
        plain
    } else {
        plain.replace(',', ".")
    };
    plain.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(input: &str) -> Vec<Vec<f64>> {
        match read(input).unwrap().0 {
            Sequence::Numbers { rows } => rows,
            other => panic!("{other:?}"),
        }
    }

    fn message(input: &str) -> String {
        read(input).unwrap_err().message
    }

    #[test]
    fn tables_of_every_usual_kind_are_read() {
        let expected = vec![vec![0.8, 1.0], vec![-0.5, 0.0]];
        for input in [
            "0.8,1\n-0.5,0",
            "0.8\t1\r\n-0.5\t0\r\n",
            "value,marker\n0.8,1\n-0.5,0",
            "0,8;1\n-0,5;0",
            "[[0.8, 1], [-0.5, 0]]",
            "0.8 1\n\u{2212}0.5 0",
        ] {
            assert_eq!(rows(input), expected, "{input:?}");
        }
    }

    #[test]
    fn one_row_is_one_number_a_step() {
        assert_eq!(rows("0.8, -0.5, 0.3"), [[0.8], [-0.5], [0.3]]);
        assert_eq!(rows("[1, 2]"), [[1.0], [2.0]]);
    }

    #[test]
    fn words_are_text_and_the_sentence_counts_them() {
        let (sequence, message) = read("march 12 1999").unwrap();
        assert_eq!(
            sequence,
            Sequence::Text {
                text: "march 12 1999".to_owned()
            }
        );
        assert_eq!(message, "13 symbols, 9 different.");
    }

    #[test]
    fn numbers_that_cannot_be_used_are_named_with_their_place() {
        assert_eq!(message("1 2\n3 NaN"), "Line 2: “NaN” is not a number.");
        assert_eq!(message("1 2\n3 1e400"), "Line 2: “1e400” is too large.");
        assert_eq!(message("1 2\n3 4 5"), "Line 2 has 3 numbers, line 1 has 2.");
        assert_eq!(message("1 2\n3 x"), "Line 2: “x” is not a number.");
        assert_eq!(
            message("   "),
            "Type or paste a sequence: numbers, a table, or any text."
        );
        assert!(message("[[1, 2], [3]]").starts_with("Step 2 has 1 numbers"));
        assert!(message("[1, 2").starts_with("This starts like JSON"));
    }

    #[test]
    fn a_million_steps_are_refused_by_number() {
        let many = "1\n".repeat(1_000_000);
        assert_eq!(
            message(&many),
            "1,000,000 rows; at most 500 can be shown. Shorten the sequence."
        );
    }
}
