//! A date in one of eight ways of writing it, answered as 1999-03-12.
//!
//! Where only digits are written the day stands first, as in 03/12/1999, the third of December.

use super::{Dice, Task};

/// The first and the last year.
const YEARS: (usize, usize) = (1950, 2049);

const MONTHS: [&str; 12] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
];

/// Year, month and day, from ways of writing them.
pub const TASK: Task = Task {
    kind: "dates",
    title: "Dates",
    lengths: (0, 0),
    passes_unknown: false,
    draw,
    answer,
};

fn draw(dice: &mut Dice<'_>, _: usize) -> String {
    let year = YEARS.0 + dice.below(YEARS.1 + 1 - YEARS.0);
    let month = 1 + dice.below(12);
    let day = 1 + dice.below(days(year, month));
    write(dice.below(8), [year, month, day])
}

fn write(format: usize, [year, month, day]: [usize; 3]) -> String {
    let name = MONTHS[month - 1];
    let short = &name[..3];
    let th = ordinal(day);
    match format {
        0 => format!("{name} {day} {year}"),
        1 => format!("{day}{th} of {name} {year}"),
        2 => format!("{short} {day}, {year}"),
        3 => format!("{day:02}/{month:02}/{year}"),
        4 => format!("{year}.{month:02}.{day:02}"),
        5 => format!("{day} {name} {year}"),
        6 => format!("{day}-{short}-{year}"),
        _ => format!("{name} {day}{th}, {year}"),
    }
}

fn ordinal(day: usize) -> &'static str {
    match (day / 10, day % 10) {
        (1, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

/// How many days a month has.
fn days(year: usize, month: usize) -> usize {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The date that one of the eight ways writes as this text.
fn answer(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split([' ', ',', '.', '/', '-']).filter(|part| !part.is_empty()).collect();
    let numbers: Vec<usize> = parts.iter().filter_map(|part| number(part)).collect();
    let year = *numbers.iter().find(|number| (YEARS.0..=YEARS.1).contains(number))?;
    let named = parts.iter().find_map(|part| {
        MONTHS.iter().position(|name| part == name || *part == &name[..3])
    });
    let others: Vec<usize> = numbers.iter().copied().filter(|number| *number != year).collect();
    let (month, day) = match (named, others.as_slice()) {
        (Some(month), [day]) => (month + 1, *day),
        (None, [first, second]) if numbers.first() == Some(&year) => (*first, *second),
        (None, [first, second]) => (*second, *first),
        _ => return None,
    };
    let exists = (1..=12).contains(&month) && (1..=days(year, month)).contains(&day);
    let date = [year, month, day];
    let written = exists && (0..8).any(|format| write(format, date) == text);
    written.then(|| format!("{year}-{month:02}-{day:02}"))
}

/// The number at the start of a part, where nothing but an ordinal ending follows.
fn number(part: &str) -> Option<usize> {
    let digits = part.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    let ending = &part[digits.len()..];
    let fits = matches!(ending, "" | "st" | "nd" | "rd" | "th");
    digits.parse().ok().filter(|_| fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_valid_day_in_every_way_of_writing_it_is_answered_and_fits_the_longest_text() {
        for year in [1950, 1999, 2000, 2049] {
            for month in 1..=12 {
                for day in 1..=days(year, month) {
                    for format in 0..8 {
                        let text = write(format, [year, month, day]);
                        let wanted = format!("{year}-{month:02}-{day:02}");
                        assert_eq!(answer(&text), Some(wanted), "{text}");
                        assert!(text.len() <= 24, "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_day_stands_first_and_what_is_no_date_has_no_answer() {
        assert_eq!(answer("03/12/1999").as_deref(), Some("1999-12-03"));
        assert_eq!(answer("12th of march 1999").as_deref(), Some("1999-03-12"));
        for text in ["", "hello", "31/02/1999", "29/02/2000x", "12/03/1899", "march 1999", "12rd of march 1999"] {
            assert_eq!(answer(text), None, "{text}");
        }
        assert!(answer("29/02/2000").is_some());
    }
}
