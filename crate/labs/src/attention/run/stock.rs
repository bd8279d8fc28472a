//! The trained models that there are, by name: as they were shipped, and as they were trained in the page.
//!
//! Invariant: what was trained in the page is used until the shipped one is asked for, and the other way round; neither
//! is lost by that.

use std::collections::BTreeMap;

/// Trained models by name.
#[derive(Debug)]
pub struct ModelStore<K> {
    places: BTreeMap<String, Place<K>>,
}

#[derive(Debug)]
struct Place<K> {
    shipped: Option<K>,
    learned: Option<K>,
    prefers_learned: bool,
}

impl<K> Default for ModelStore<K> {
    fn default() -> Self {
        Self {
            places: BTreeMap::new(),
        }
    }
}

impl<K> ModelStore<K> {
    fn place(&mut self, name: &str) -> &mut Place<K> {
        self.places.entry(name.to_owned()).or_insert(Place {
            shipped: None,
            learned: None,
            prefers_learned: true,
        })
    }

    /// Takes a shipped one.
    pub fn ship(&mut self, name: &str, model: K) {
        self.place(name).shipped = Some(model);
    }

    /// Takes one that is being trained in the page.
    pub fn learn(&mut self, name: &str, model: K) {
        self.place(name).learned = Some(model);
    }

    /// Says which of the two is used where there are both.
    pub fn prefer(&mut self, name: &str, learned: bool) {
        self.place(name).prefers_learned = learned;
    }

    /// The one that is used.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&K> {
        let place = self.places.get(name)?;
        let (first, second) = (place.learned.as_ref(), place.shipped.as_ref());
        if place.prefers_learned {
            first.or(second)
        } else {
            second.or(first)
        }
    }

    /// Whether the shipped one is here.
    #[must_use]
    pub fn has_shipped(&self, name: &str) -> bool {
        self.places
            .get(name)
            .is_some_and(|place| place.shipped.is_some())
    }

    /// Whether one was trained in the page.
    #[must_use]
    pub fn has_learned(&self, name: &str) -> bool {
        self.places
            .get(name)
            .is_some_and(|place| place.learned.is_some())
    }

    /// Whether the one that is used was trained in the page.
    #[must_use]
    pub fn uses_learned(&self, name: &str) -> bool {
        let place = self.places.get(name);
        place.is_some_and(|it| it.learned.is_some() && (it.prefers_learned || it.shipped.is_none()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_trained_is_used_until_the_shipped_one_is_asked_for() {
        let mut stock = ModelStore::default();
        stock.ship("a", 1);
        assert_eq!((stock.get("a"), stock.uses_learned("a")), (Some(&1), false));
        stock.learn("a", 2);
        assert_eq!((stock.get("a"), stock.uses_learned("a")), (Some(&2), true));
        stock.prefer("a", false);
        assert_eq!((stock.get("a"), stock.uses_learned("a")), (Some(&1), false));
        stock.learn("b", 3);
        stock.prefer("b", false);
        assert_eq!(stock.get("b"), Some(&3), "there is no other");
        assert!(stock.uses_learned("b") && !stock.has_shipped("b"));
        assert_eq!(stock.get("c"), None);
    }
}
