//! A setting is declared once: its field, type, default, range and words. Controls, checks, links, the page's types and
//! the fixtures of tests follow from the declaration.
//!
//! Invariant: what [`SettingSet::checked`] lets pass is inside the ranges that are declared.

use serde::Serialize;

use crate::schema::{Kind, Selectable, Setting, When};
use crate::setup::{SetupError, finite};

/// The settings of one lab, declared by [`settings!`](crate::settings).
pub trait SettingSet: Clone + PartialEq + std::fmt::Debug {
    /// All of them, in the order of the controls.
    fn declared() -> Vec<Setting>;

    /// Whether all of them can be used.
    ///
    /// # Errors
    /// At the first that cannot.
    fn checked(&self) -> Result<(), SetupError>;
}

/// What a declaration says beside name, type and default.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    group: &'static str,
    label: &'static str,
    help: &'static str,
    range: Option<[f64; 3]>,
    is_whole: bool,
    empty: Option<&'static str>,
    link: Option<&'static str>,
    when: &'static [(&'static str, &'static [&'static str])],
}

impl Field {
    /// The group of controls it stands in, its name on screen, and what it does in a sentence.
    #[must_use]
    pub const fn new(group: &'static str, label: &'static str, help: &'static str) -> Self {
        Self {
            group,
            label,
            help,
            range: None,
            is_whole: false,
            empty: None,
            link: None,
            when: &[],
        }
    }

    /// A whole number in this range.
    #[must_use]
    pub const fn whole(self, least: f64, most: f64) -> Self {
        Self {
            range: Some([least, most, 1.0]),
            is_whole: true,
            ..self
        }
    }

    /// Any number in this range, and how far an arrow goes.
    #[must_use]
    pub const fn between(self, least: f64, most: f64, step: f64) -> Self {
        Self {
            range: Some([least, most, step]),
            ..self
        }
    }

    /// What it is called where nothing is set.
    #[must_use]
    pub const fn or(self, empty: &'static str) -> Self {
        Self {
            empty: Some(empty),
            ..self
        }
    }

    /// Its key in links; its own name if not given.
    #[must_use]
    pub const fn link(self, key: &'static str) -> Self {
        Self {
            link: Some(key),
            ..self
        }
    }

    /// The settings of the same lab without which it means nothing, and their values.
    #[must_use]
    pub const fn when(self, when: &'static [(&'static str, &'static [&'static str])]) -> Self {
        Self { when, ..self }
    }

    /// The setting of a field of this type.
    #[must_use]
    pub fn setting<T: SettingValue>(&self, room: &str, name: &str, default: &T) -> Setting {
        let key = |name: &str| format!("own.{room}.{}", camel(name));
        let [min, max, step] = self.range.map_or([None; 3], |range| range.map(Some));
        let when = self.when.iter().map(|(name, is)| When {
            key: key(name),
            is: is.iter().map(|value| (*value).to_owned()).collect(),
        });
        Setting {
            key: key(name),
            label: self.label.to_owned(),
            help: self.help.to_owned(),
            group: self.group,
            kind: T::kind(self.is_whole),
            choices: T::choices(),
            min,
            max,
            reach: None,
            empty: self.empty,
            step,
            link: self.link,
            default: serde_json::to_value(default).unwrap_or_default(),
            when: when.collect(),
        }
    }

    fn number(&self, path: &str, value: f64) -> Result<(), SetupError> {
        let value = finite(path, self.label, value)?;
        let [least, most, _] = self.range.unwrap_or([f64::MIN, f64::MAX, 0.0]);
        let is_whole = !self.is_whole || value.fract() == 0.0;
        if is_whole && (least..=most).contains(&value) {
            return Ok(());
        }
        let kind = if self.is_whole {
            "whole number"
        } else {
            "number"
        };
        let message = format!("{} must be a {kind} from {least} to {most}.", self.label);
        Err(SetupError::at(path, message))
    }
}

/// A type that a setting can have.
pub trait SettingValue: Serialize {
    /// How it is set.
    fn kind(is_whole: bool) -> Kind;

    /// What can be chosen.
    #[must_use]
    fn choices() -> Vec<Selectable> {
        vec![]
    }

    /// Whether this value can be used.
    ///
    /// # Errors
    /// With the path and what is wrong, where it cannot.
    fn checked(&self, _field: &Field, _path: &str) -> Result<(), SetupError> {
        Ok(())
    }
}

impl SettingValue for bool {
    fn kind(_: bool) -> Kind {
        Kind::Switch
    }
}

impl SettingValue for f64 {
    fn kind(is_whole: bool) -> Kind {
        if is_whole {
            Kind::Integer
        } else {
            Kind::Number
        }
    }

    fn checked(&self, field: &Field, path: &str) -> Result<(), SetupError> {
        field.number(path, *self)
    }
}

impl SettingValue for Option<f64> {
    fn kind(is_whole: bool) -> Kind {
        f64::kind(is_whole)
    }

    fn checked(&self, field: &Field, path: &str) -> Result<(), SetupError> {
        self.map_or(Ok(()), |value| field.number(path, value))
    }
}

/// The most numbers of one setting.
const MOST_NUMBERS: usize = 1000;

impl SettingValue for Option<Vec<f64>> {
    fn kind(_: bool) -> Kind {
        Kind::Vector
    }

    fn checked(&self, field: &Field, path: &str) -> Result<(), SetupError> {
        let values = self.as_deref().unwrap_or_default();
        if values.len() > MOST_NUMBERS {
            let message = format!("{}: at most {MOST_NUMBERS} numbers.", field.label);
            return Err(SetupError::at(path, message));
        }
        let mut values = values.iter().enumerate();
        values.try_for_each(|(place, value)| field.number(&format!("{path}[{place}]"), *value))
    }
}

/// The longest text of one setting, in bytes.
const MOST_TEXT: usize = 1_000_000;

impl SettingValue for String {
    fn kind(_: bool) -> Kind {
        Kind::Text
    }

    fn checked(&self, field: &Field, path: &str) -> Result<(), SetupError> {
        if self.len() <= MOST_TEXT {
            return Ok(());
        }
        let message = format!("{}: at most {MOST_TEXT} characters.", field.label);
        Err(SetupError::at(path, message))
    }
}

/// `pad_value` as it is called where names are written together: `padValue`.
#[must_use]
pub fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut all, word| {
        let mut letters = word.chars();
        all.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        all.push_str(letters.as_str());
        all
    })
}

/// Declares what can be chosen: each value, its name in links, and its words.
#[macro_export]
macro_rules! choices {
    ($(#[$doc:meta])* $vis:vis enum $name:ident {
        $($(#[$value_doc:meta])* $value:ident = $key:literal $label:literal,)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        $vis enum $name {
            $($(#[$value_doc])* #[serde(rename = $key)] $value,)+
        }

        impl $crate::setting::SettingValue for $name {
            fn kind(_: bool) -> $crate::schema::Kind {
                $crate::schema::Kind::Choice
            }

            fn choices() -> Vec<$crate::schema::Selectable> {
                let pairs = [$(($key, $label)),+];
                pairs.map(|(value, label)| $crate::schema::Selectable {
                    value: value.to_owned(),
                    label: label.to_owned(),
                }).into()
            }
        }
    };
}

/// Declares the settings of a lab: `name: type = default, what it says;` each.
#[macro_export]
macro_rules! settings {
    ($(#[$doc:meta])* $vis:vis struct $name:ident in $room:literal {
        $($(#[$field_doc:meta])* $field:ident: $type:ty = $default:expr, $about:expr;)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields, default)]
        $vis struct $name {
            $($(#[$field_doc])* pub $field: $type,)+
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }

        impl $crate::setting::SettingSet for $name {
            fn declared() -> Vec<$crate::schema::Setting> {
                let usual = Self::default();
                vec![$($about.setting($room, stringify!($field), &usual.$field)),+]
            }

            fn checked(&self) -> Result<(), $crate::setup::SetupError> {
                use $crate::setting::SettingValue as _;
                $(
                    let name = $crate::setting::camel(stringify!($field));
                    self.$field.checked(&$about, &format!("own.{}.{name}", $room))?;
                )+
                Ok(())
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    choices! {
        /// A way.
        enum Way {
            /// Out.
            Out = "out" "outwards",
            /// In.
            In = "in" "inwards",
        }
    }

    settings! {
        /// Two of them.
        struct Two in "two" {
            /// A way.
            way: Way = Way::Out, Field::new("ways", "Way", "Where to.").link("w");
            /// A size.
            step_size: f64 = 3.0, Field::new("ways", "Size", "How far.").whole(1.0, 9.0).when(&[("way", &["in"])]);
        }
    }

    #[test]
    fn a_declaration_is_control_default_range_and_check() {
        let [way, size] = &Two::declared()[..] else {
            panic!("two settings");
        };
        assert_eq!((way.key.as_str(), way.link), ("own.two.way", Some("w")));
        assert_eq!(way.choices[1].label, "inwards");
        assert_eq!(size.key, "own.two.stepSize");
        assert_eq!(
            (size.kind, size.default.as_f64()),
            (Kind::Integer, Some(3.0))
        );
        assert_eq!(size.when[0].key, "own.two.way");
        let wrong = Two {
            step_size: 9.5,
            ..Two::default()
        };
        let said = wrong.checked().unwrap_err().to_string();
        assert_eq!(
            said,
            "own.two.stepSize: Size must be a whole number from 1 to 9."
        );
        assert_eq!(
            Two {
                way: Way::In,
                ..Two::default()
            }
            .checked(),
            Ok(())
        );
    }
}
