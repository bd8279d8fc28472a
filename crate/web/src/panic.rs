//! What the engine says when it dies, kept so that the page can show it.

use std::cell::RefCell;
use std::panic;
use std::sync::Once;

use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

static INSTALLED: Once = Once::new();

/// Keeps the message of a panic, beside printing it to the console.
pub(super) fn keep_message() {
    INSTALLED.call_once(|| {
        panic::set_hook(Box::new(|info| {
            LAST.with(|last| *last.borrow_mut() = info.to_string());
            console_error_panic_hook::hook(info);
        }));
    });
}

/// What the engine said last when it died; empty if it never did.
#[wasm_bindgen(js_name = lastPanic)]
#[must_use]
pub fn last_panic() -> String {
    LAST.with(|last| last.borrow().clone())
}
