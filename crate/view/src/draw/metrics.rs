//! How wide text is, without a browser: advance widths of the bundled mathematics font, and of the
//! widest of the usual system sans fonts, so that what fits here fits on screen.

use super::painter::{Face, Size, Type};

/// The size of one line of text.
#[must_use]
pub fn measure(text: &str, style: Type) -> Size {
    let ems: f32 = text.chars().map(|c| advance(c, style.face)).sum();
    Size {
        width: ems * style.size,
        height: style.size * 1.2,
    }
}

fn advance(c: char, face: Face) -> f32 {
    match face {
        Face::Sans => sans(c),
        Face::Strong => sans(c) * 1.06,
        Face::Math => math(c),
    }
}

fn sans(c: char) -> f32 {
    match c {
        '0'..='9' => 0.636,
        'i' | 'j' | 'l' | '\'' | '|' => 0.28,
        '.' | ',' | ' ' | ':' | ';' | 'I' | '!' => 0.32,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' => 0.39,
        'm' | 'w' | 'M' | 'W' | '@' => 0.92,
        '−' | '+' | '=' | '×' | '<' | '>' | '≤' | '≥' | '≈' => 0.84,
        'A'..='Z' => 0.69,
        c if c.is_ascii() => 0.58,
        c if combining(c) => 0.0,
        c if wide(c) => 1.1,
        _ => 0.66,
    }
}

/// Advance widths of STIX Two Math in 1/1000 em.
fn math(c: char) -> f32 {
    const ITALIC: [u16; 26] = [
        555, 518, 414, 556, 424, 577, 503, 569, 274, 431, 533, 278, 830, 565, 486, 598, 517, 412,
        386, 338, 565, 504, 727, 559, 510, 493,
    ];
    const UPRIGHT: [u16; 26] = [
        480, 522, 446, 539, 464, 307, 484, 577, 285, 263, 542, 283, 852, 576, 514, 537, 521, 380,
        395, 315, 570, 481, 749, 479, 483, 458,
    ];
    let thousandths = match c {
        'a'..='z' => UPRIGHT[c as usize - 'a' as usize],
        '0'..='9' => 495,
        'ℎ' => 569,
        '\u{1D44E}'..='\u{1D467}' => ITALIC[c as usize - 0x1D44E],
        '\u{1D44A}' => 940,
        '\u{1D434}'..='\u{1D44D}' => 700,
        'σ' => 545,
        'ℓ' => 529,
        '⊙' => 862,
        '+' | '−' | '=' | '×' | '<' | '>' => 720,
        '(' | ')' => 357,
        '·' | ',' | '.' | ' ' => 250,
        '-' | 'ˆ' => 340,
        '˜' => 381,
        'A'..='Z' => 750,
        c if combining(c) => 0,
        c if wide(c) => 1100,
        _ => 560,
    };
    f32::from(thousandths) / 1000.0
}

fn combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}')
}

fn wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF00}'..='\u{FF60}' | '\u{1F000}'..='\u{1FAFF}')
}

/// `text` in lines no wider than `width`, broken between words: at most so many, the last one shortened.
#[must_use]
pub fn wrap(text: &str, style: Type, width: f32, most: usize) -> Vec<String> {
    // Fonts differ: what is measured here may be a little wider on the screen.
    let width = width * 0.96;
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.len() - 1;
        let line = &mut lines[last];
        let between = if line.is_empty() { "" } else { " " };
        let longer = format!("{line}{between}{word}");
        let is_last = last + 1 == most;
        if line.is_empty() || is_last || measure(&longer, style).width <= width {
            *line = longer;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.iter().map(|line| fit(line, style, width)).collect()
}

/// `text`, shortened with an ellipsis where it is wider than `width`.
#[must_use]
pub fn fit(text: &str, style: Type, width: f32) -> String {
    if measure(text, style).width <= width {
        return text.to_owned();
    }
    let room = width - measure("…", style).width;
    let mut used = 0.0;
    let kept: String = text
        .chars()
        .take_while(|&c| {
            used += advance(c, style.face) * style.size;
            used <= room
        })
        .collect();
    format!("{}…", kept.trim_end())
}
