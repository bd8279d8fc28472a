//! The one alphabet of all tasks: letters, digits, a few signs, and four marks.
//!
//! Invariant: every grapheme of any text is one symbol; what the alphabet does not hold is the unknown one.

use unicode_segmentation::UnicodeSegmentation;

/// Where nothing stands.
const NOTHING: usize = 0;
/// What the decoder is given first.
pub const START: usize = 1;
/// Stands after the last symbol.
pub const END: usize = 2;
/// Every symbol that is not in the alphabet.
pub const UNKNOWN: usize = 3;
/// How an unknown symbol is written.
pub const UNKNOWN_SIGN: char = '\u{fffd}';

/// The symbols after the marks.
const SYMBOLS: &str = "abcdefghijklmnopqrstuvwxyz0123456789 ,./-";
const MARKS: usize = 4;

/// What is offered for letters and signs that the alphabet does not hold.
const PLAIN: &[(&str, &str)] = &[
    ("a", "àáâãäåāăąǎ"),
    ("c", "çćĉċč"),
    ("d", "ďđð"),
    ("e", "èéêëēĕėęě"),
    ("g", "ĝğġģ"),
    ("h", "ĥħ"),
    ("i", "ìíîïĩīĭįı"),
    ("j", "ĵ"),
    ("k", "ķ"),
    ("l", "ĺļľŀł"),
    ("n", "ñńņňŋ"),
    ("o", "òóôõöøōŏőǒ"),
    ("r", "ŕŗř"),
    ("s", "śŝşšș"),
    ("t", "ţťŧț"),
    ("u", "ùúûüũūŭůűų"),
    ("w", "ŵ"),
    ("y", "ýÿŷ"),
    ("z", "źżž"),
    ("ae", "æ"),
    ("oe", "œ"),
    ("ss", "ß"),
    ("-", "\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2212}"),
    (" ", "\u{9}\u{a0}\u{202f}"),
];

/// One symbol of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its number.
    pub symbol: usize,
    /// The grapheme as typed.
    pub typed: String,
}

/// The alphabet.
#[derive(Clone, Copy, Debug)]
pub struct Alphabet;

impl Alphabet {
    /// How many symbols there are, marks among them.
    pub const SIZE: usize = SYMBOLS.len() + MARKS;

    /// A text as symbols, one a grapheme; capitals count as small letters.
    #[must_use]
    pub fn read(text: &str) -> Vec<Token> {
        let token = |typed: &str| Token {
            symbol: Self::symbol(typed),
            typed: typed.to_owned(),
        };
        text.graphemes(true).map(token).collect()
    }

    /// The numbers of a text with the end mark.
    #[must_use]
    pub fn ended(text: &str) -> Vec<usize> {
        let symbols = Self::read(text).into_iter().map(|token| token.symbol);
        symbols.chain([END]).collect()
    }

    fn symbol(grapheme: &str) -> usize {
        let small = grapheme.to_lowercase();
        let place = SYMBOLS.find(small.as_str()).filter(|_| small.len() == 1);
        place.map_or(UNKNOWN, |place| place + MARKS)
    }

    /// Symbols of the alphabet that could stand for an unknown one: a letter without its accent.
    #[must_use]
    pub fn plain(grapheme: &str) -> Option<&'static str> {
        let small = grapheme.to_lowercase();
        let mut letters = small.chars();
        let first = letters.next()?;
        let is_accent = |mark: char| ('\u{300}'..='\u{36f}').contains(&mark);
        if !letters.all(is_accent) {
            return None;
        }
        let written = PLAIN.iter().find(|(_, all)| all.contains(first));
        let base = || {
            let place = SYMBOLS.find(first)?;
            SYMBOLS.get(place..place + 1)
        };
        written.map(|(plain, _)| *plain).or_else(base)
    }

    /// A symbol as text; marks by their signs.
    #[must_use]
    pub fn sign(symbol: usize) -> char {
        match symbol {
            NOTHING | START => '·',
            END => '$',
            UNKNOWN => UNKNOWN_SIGN,
            _ => SYMBOLS
                .as_bytes()
                .get(symbol - MARKS)
                .map_or(UNKNOWN_SIGN, |&byte| byte.into()),
        }
    }

    /// Symbols as text, up to the end mark.
    #[must_use]
    pub fn text(symbols: &[usize]) -> String {
        let before = symbols.iter().take_while(|symbol| **symbol != END);
        before.map(|symbol| Self::sign(*symbol)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_forty_five_symbols_and_each_is_read_as_it_is_written() {
        assert_eq!(Alphabet::SIZE, 45);
        let text: String = (MARKS..Alphabet::SIZE).map(Alphabet::sign).collect();
        assert_eq!(text, SYMBOLS);
        assert_eq!(Alphabet::text(&Alphabet::ended(&text)), text);
    }

    #[test]
    fn capitals_are_small_letters_and_every_other_grapheme_is_one_unknown_symbol() {
        let family = "👨\u{200d}👩\u{200d}👧";
        let tokens = Alphabet::read(&format!("Mä{family}\u{644}z"));
        let symbols: Vec<_> = tokens.iter().map(|token| token.symbol).collect();
        let known = |letter: &str| Alphabet::ended(letter)[0];
        assert_eq!(symbols, [known("m"), UNKNOWN, UNKNOWN, UNKNOWN, known("z")]);
        assert_eq!(tokens[2].typed, family);
        assert_eq!(Alphabet::text(&symbols), "m\u{fffd}\u{fffd}\u{fffd}z");
    }

    #[test]
    fn letters_with_accents_have_plain_ones() {
        for (typed, plain) in [
            ("ä", Some("a")),
            ("É", Some("e")),
            ("e\u{301}", Some("e")),
            ("ß", Some("ss")),
            ("\u{2013}", Some("-")),
            ("😀", None),
            ("ж", None),
        ] {
            assert_eq!(Alphabet::plain(typed), plain, "{typed}");
        }
    }

    #[test]
    fn two_letters_at_once_are_no_symbol() {
        assert_eq!(Alphabet::read("e\u{301}")[0].symbol, UNKNOWN);
        assert_eq!(Alphabet::ended(""), [END]);
    }
}
