//! Colours: identity hues, value scales and neutrals, in both themes.
//!
//! Law: fill = value, outline and text = identity. An identity hue is never a fill of a value. Where the system forces
//! its colours there is only black and white: values are bars and numbers, identities are letters, glyphs and dashes.

use super::painter::Rgba;
pub use crate::explain::range::rounded_limit;
use unrolled::ir::Role;

/// Light or dark, in colour or in black and white.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// Dark ink on a light page.
    #[default]
    Light,
    /// Light ink on a dark page.
    Dark,
    /// Black on white.
    ContrastLight,
    /// White on black.
    ContrastDark,
}

/// The colours of a theme.
#[derive(Debug)]
pub struct Palette {
    /// The page.
    pub page: Rgba,
    /// A panel on the page.
    pub panel: Rgba,
    /// Text and main lines.
    pub ink: Rgba,
    /// Secondary text.
    pub secondary: Rgba,
    /// Graphic lines, at least 3 : 1 on the page.
    pub line: Rgba,
    /// Selection and focus.
    pub accent: Rgba,
    /// What is wrong.
    pub error: Rgba,
    /// The gradient.
    pub gradient: Rgba,
    /// A dot on what is beyond its range.
    pub beyond: Rgba,
    /// Whether there are no colours, so that values are bars and gates are told apart by dashes.
    pub is_plain: bool,
    forget: Rgba,
    input: Rgba,
    output: Rgba,
    candidate: Rgba,
    update: Rgba,
    reset: Rgba,
    data: Rgba,
    diverging: [Rgba; 11],
    sequential: [Rgba; 9],
}

impl Theme {
    /// Its colours.
    #[must_use]
    pub fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
            Self::ContrastLight => &BLACK_ON_WHITE,
            Self::ContrastDark => &WHITE_ON_BLACK,
        }
    }
}

impl Palette {
    /// The hue of what a quantity is for.
    #[must_use]
    pub fn identity(&self, role: Role) -> Rgba {
        match role {
            Role::Forget => self.forget,
            Role::Input => self.input,
            Role::Output => self.output,
            Role::Candidate => self.candidate,
            Role::Update => self.update,
            Role::Reset => self.reset,
            Role::Data => self.data,
            Role::Hidden | Role::Cell | Role::Plain => self.ink,
        }
    }

    /// The hue of a role by its name, as graphs and formulas carry it; `gradient` has its own.
    #[must_use]
    pub fn hue(&self, role: &str) -> Rgba {
        match role {
            "forget" => self.forget,
            "input" => self.input,
            "output" => self.output,
            "candidate" => self.candidate,
            "update" => self.update,
            "reset" => self.reset,
            "data" => self.data,
            "gradient" => self.gradient,
            _ => self.ink,
        }
    }

    /// The fill of a value on a scale; what is not finite is filled by the error colour.
    #[must_use]
    pub fn value(&self, value: f64, scale: Scale) -> Rgba {
        if !value.is_finite() {
            return self.error;
        }
        match scale {
            Scale::Signed(limit) => along(&self.diverging, f64::midpoint(value / limit, 1.0)),
            Scale::Share => along(&self.sequential, value),
        }
    }

    /// The dash of a role, where hues do not tell roles apart; the same as in charts.
    #[must_use]
    pub fn dash(&self, role: &str) -> &'static [f32] {
        match role {
            _ if !self.is_plain => &[],
            "input" | "reset" => &[8.0, 3.0],
            "output" => &[2.0, 2.0],
            "candidate" => &[6.0, 2.0, 2.0, 2.0],
            "gradient" => &[4.0, 2.0],
            _ => &[],
        }
    }

    /// Black or white, whichever is easier to read on `fill`.
    #[must_use]
    pub fn on(fill: Rgba) -> Rgba {
        let linear = |channel: u8| (f32::from(channel) / 255.0) * (f32::from(channel) / 255.0);
        let luminance = 0.2126 * linear(fill.r) + 0.7152 * linear(fill.g) + 0.0722 * linear(fill.b);
        // White wins below the luminance at which both contrasts are equal: sqrt(1.05 * 0.05) - 0.05.
        if luminance < 0.179 {
            Rgba::hex(0xFF_FFFF)
        } else {
            Rgba::hex(0)
        }
    }
}

/// How values become fills.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// From minus to plus this limit, 0 in the middle.
    Signed(f64),
    /// From 0 to 1.
    Share,
}

impl Scale {
    /// The range rule: gates and probabilities from 0 to 1, states and candidates from -1 to 1, all else up to
    /// the rounded 99th percentile of what is there.
    #[must_use]
    pub fn of(role: Role, values: &[f64]) -> Self {
        match role {
            Role::Forget | Role::Input | Role::Output | Role::Update | Role::Reset => Self::Share,
            Role::Hidden | Role::Candidate => Self::Signed(1.0),
            Role::Cell | Role::Data | Role::Plain => Self::Signed(rounded_limit(values)),
        }
    }

    /// Whether a value lies outside the range, so that its fill does not tell how large it is.
    #[must_use]
    pub fn is_beyond(self, value: f64) -> bool {
        match self {
            Self::Signed(limit) => value.abs() > limit,
            Self::Share => !(0.0..=1.0).contains(&value),
        }
    }

    /// Its lower and upper end.
    #[must_use]
    pub fn ends(self) -> (f64, f64) {
        match self {
            Self::Signed(limit) => (-limit, limit),
            Self::Share => (0.0, 1.0),
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "an index into a short list"
)]
fn along(stops: &[Rgba], share: f64) -> Rgba {
    let place = share.clamp(0.0, 1.0) * (stops.len() - 1) as f64;
    let lower = (place as usize).min(stops.len() - 2);
    stops[lower].towards(stops[lower + 1], (place - lower as f64) as f32)
}

const fn hexes<const N: usize>(rgb: [u32; N]) -> [Rgba; N] {
    let mut out = [Rgba::hex(0); N];
    let mut index = 0;
    while index < N {
        out[index] = Rgba::hex(rgb[index]);
        index += 1;
    }
    out
}

static LIGHT: Palette = Palette {
    page: Rgba::hex(0xFF_FFFF),
    panel: Rgba::hex(0xF6_F7F9),
    ink: Rgba::hex(0x1B_222B),
    secondary: Rgba::hex(0x4A_5563),
    line: Rgba::hex(0x8A_94A3),
    accent: Rgba::hex(0x1F_5FD0),
    error: Rgba::hex(0xB0_0020),
    gradient: Rgba::hex(0x62_1527),
    beyond: Rgba::hex(0xFF_FFFF),
    is_plain: false,
    forget: Rgba::hex(0xB5_3A0C),
    input: Rgba::hex(0x28_826B),
    output: Rgba::hex(0x0D_2D71),
    candidate: Rgba::hex(0x80_5EDC),
    update: Rgba::hex(0x9A_681D),
    reset: Rgba::hex(0x0A_6E6C),
    data: Rgba::hex(0x5F_6B7A),
    diverging: hexes([
        0x79_3802, 0xA1_4F0A, 0xB8_754A, 0xCF_9B7D, 0xE4_C5B3, 0xF7_F7F7, 0xB8_CFE8, 0x85_ACD6,
        0x55_8CC3, 0x1F_6CB0, 0x00_4F8B,
    ]),
    sequential: hexes([
        0xFC_F9FB, 0xF2_D1F3, 0xDD_AFE8, 0xC4_8EDD, 0xA8_70CF, 0x8A_55BF, 0x6C_3BAA, 0x4E_2491,
        0x33_0975,
    ]),
};

static DARK: Palette = Palette {
    page: Rgba::hex(0x15_181D),
    panel: Rgba::hex(0x1D_222A),
    ink: Rgba::hex(0xE8_ECF2),
    secondary: Rgba::hex(0xAE_B8C6),
    line: Rgba::hex(0x7C_8797),
    accent: Rgba::hex(0x8A_B4FF),
    error: Rgba::hex(0xFF_8A80),
    gradient: Rgba::hex(0xD2_5779),
    beyond: Rgba::hex(0x00_0000),
    is_plain: false,
    forget: Rgba::hex(0xFE_AF46),
    input: Rgba::hex(0x56_F4C3),
    output: Rgba::hex(0x6B_87C5),
    candidate: Rgba::hex(0xEE_C3FA),
    update: Rgba::hex(0xA9_962F),
    reset: Rgba::hex(0x54_AAA6),
    data: Rgba::hex(0xAE_B8C6),
    diverging: hexes([
        0xFE_AF7E, 0xDF_8D59, 0xB2_734C, 0x85_593F, 0x57_4032, 0x24_2424, 0x35_475A, 0x45_688B,
        0x55_88BC, 0x65_A9ED, 0x96_C9FF,
    ]),
    sequential: hexes([
        0x16_1618, 0x2E_2546, 0x4B_356E, 0x6D_4693, 0x90_5AB4, 0xB3_72CF, 0xD5_8EE5, 0xF4_ADF7,
        0xFE_DBFA,
    ]),
};

/// One ink on one page; fills are shades from the one to the other, negative ones half as strong.
const fn plain(page: u32, ink: u32, diverging: [u32; 11], sequential: [u32; 9]) -> Palette {
    let ink = Rgba::hex(ink);
    Palette {
        page: Rgba::hex(page),
        panel: Rgba::hex(page),
        ink,
        secondary: ink,
        line: ink,
        accent: ink,
        error: ink,
        gradient: ink,
        beyond: Rgba::hex(page),
        is_plain: true,
        forget: ink,
        input: ink,
        output: ink,
        candidate: ink,
        update: ink,
        reset: ink,
        data: ink,
        diverging: hexes(diverging),
        sequential: hexes(sequential),
    }
}

static BLACK_ON_WHITE: Palette = plain(
    0xFF_FFFF,
    0x00_0000,
    [
        0x80_8080, 0x99_9999, 0xB3_B3B3, 0xCC_CCCC, 0xE6_E6E6, 0xFF_FFFF, 0xCC_CCCC, 0x99_9999,
        0x66_6666, 0x33_3333, 0x00_0000,
    ],
    [
        0xFF_FFFF, 0xDF_DFDF, 0xBF_BFBF, 0x9F_9F9F, 0x80_8080, 0x60_6060, 0x40_4040, 0x20_2020,
        0x00_0000,
    ],
);

static WHITE_ON_BLACK: Palette = plain(
    0x00_0000,
    0xFF_FFFF,
    [
        0x80_8080, 0x66_6666, 0x4D_4D4D, 0x33_3333, 0x1A_1A1A, 0x00_0000, 0x33_3333, 0x66_6666,
        0x99_9999, 0xCC_CCCC, 0xFF_FFFF,
    ],
    [
        0x00_0000, 0x20_2020, 0x40_4040, 0x60_6060, 0x80_8080, 0x9F_9F9F, 0xBF_BFBF, 0xDF_DFDF,
        0xFF_FFFF,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_the_diverging_scale_is_exactly_zero() {
        for theme in [Theme::Light, Theme::Dark] {
            let palette = theme.palette();
            assert_eq!(palette.value(0.0, Scale::Signed(2.0)), palette.diverging[5]);
            assert_eq!(
                palette.value(-9.0, Scale::Signed(2.0)),
                palette.diverging[0]
            );
            assert_eq!(palette.value(f64::NAN, Scale::Share), palette.error);
        }
    }

    #[test]
    fn forced_colours_have_no_hue() {
        for theme in [Theme::ContrastLight, Theme::ContrastDark] {
            let palette = theme.palette();
            let fills =
                (-4..=4).map(|step| palette.value(f64::from(step) / 4.0, Scale::Signed(1.0)));
            let hues = ["forget", "input", "gradient", "cell"].map(|role| palette.hue(role));
            for color in fills.chain(hues).chain([palette.accent, palette.error]) {
                assert!(color.r == color.g && color.g == color.b, "{color:?}");
            }
            assert_ne!(palette.dash("input"), palette.dash("forget"));
        }
    }

    #[test]
    fn numbers_are_white_on_dark_fills_and_black_on_light_ones() {
        assert_eq!(Palette::on(Rgba::hex(0x00_4F8B)), Rgba::hex(0xFF_FFFF));
        assert_eq!(Palette::on(Rgba::hex(0x85_ACD6)), Rgba::hex(0));
    }
}
