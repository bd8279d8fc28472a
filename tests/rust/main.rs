//! The engine seen from outside; tests/README.md says which file answers which question.
