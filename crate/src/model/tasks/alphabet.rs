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
    fn two_letters_at_once_are_no_symbol() {
        assert_eq!(Alphabet::read("e\u{301}")[0].symbol, UNKNOWN);
        assert_eq!(Alphabet::ended(""), [END]);
    }
}
