//! What an update leaves: its row of the history, and what the next update begins with.

/// What one update hands to the next: parameters, `.grad`, momentum buffers. `None` where PyTorch has `None`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Carry {
    pub(crate) w: f64,
    /// 0 in the parabola, which has no second parameter.
    pub(crate) b: f64,
    pub(crate) grad: [Option<f64>; 2],
    pub(crate) buffer: [Option<f64>; 2],
}

impl Carry {
    /// Fresh parameters: no gradients, no buffers.
    pub(crate) fn fresh(w: f64, b: f64) -> Self {
        Self { w, b, grad: [None; 2], buffer: [None; 2] }
    }

    /// What the last of `updates` new rows leaves behind, but for the buffers.
    pub(crate) fn take(&mut self, rows: &[Row], updates: usize) {
        if let (1.., Some(row)) = (updates, rows.last()) {
            (self.w, self.b) = (row.w, row.b);
            self.grad = [Some(row.grad_w), Some(row.grad_b)];
        }
    }
}

/// One update's row in the history. Gradients are those used by the update; NaN where PyTorch had `None`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) loss: f64,
    pub(crate) w: f64,
    pub(crate) b: f64,
    pub(crate) grad_w: f64,
    pub(crate) grad_b: f64,
}
