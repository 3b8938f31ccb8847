//! Products of matrices: `matmul`, and `linear` as PyTorch's `nn.Linear` computes it.
//!
//! Dot products are added left to right, each product rounded: what a CPU's single-column product does.

use super::super::operation::Operation;
use super::super::tape::{Tape, Var};
use crate::error::{Error, Result};
use crate::real::Dtype;
use crate::sum::sum_of;
use crate::tensor::Shape;

/// a @ b: `(n, k) @ (k, m)` gives `(n, m)`; a vector is a row on the left and a column on the right, and its
/// dimension drops out of the result. a gets g @ bᵀ, b gets aᵀ @ g.
static MATMUL: Operation = Operation {
    name: "matmul",
    formula: "a @ b",
    derivative: "a: g @ bᵀ; b: aᵀ @ g",
    saves: true,
    forward: |f, out| {
        let Some([n, inner, m]) = product_sizes(f.inputs[0].shape, f.inputs[1].shape) else { return };
        let [a, b, _] = f.inputs.map(|input| input.values);
        for i in 0..n {
            for j in 0..m {
                out[i * m + j] = dot(f.dtype, inner, |k| a[i * inner + k], |k| b[k * m + j]);
            }
        }
    },
    vjp: |v| {
        let (g, values, dtype) = (v.upstream, v.values, v.node.dtype);
        let inputs = [v.input_from(values, 0), v.input_from(values, 1)];
        let Some([n, inner, m]) = product_sizes(inputs[0].shape, inputs[1].shape) else { return };
        let [a, b] = inputs.map(|input| input.values);
        if v.wants(0) {
            v.contribute(0, |at| {
                let (i, k) = (at / inner, at % inner);
                dot(dtype, m, |j| g[i * m + j], |j| b[k * m + j])
            });
        }
        if v.wants(1) {
            v.contribute(1, |at| {
                let (k, j) = (at / m, at % m);
                dot(dtype, n, |i| a[i * inner + k], |i| g[i * m + j])
            });
        }
    },
};

/// `[n, k, m]` of a product, `None` where the shapes do not fit.
fn product_sizes(a: Shape, b: Shape) -> Option<[usize; 3]> {
    let [n, left] = match *a.sizes() {
        [k] => [1, k],
        [n, k] => [n, k],
        _ => return None,
    };
    let [right, m] = match *b.sizes() {
        [k] => [k, 1],
        [k, m] => [k, m],
        _ => return None,
    };
    (left == right && left > 0).then_some([n, left, m])
}

fn dot(dtype: Dtype, n: usize, a: impl Fn(usize) -> f64, b: impl Fn(usize) -> f64) -> f64 {
    (0..n).fold(0.0, |sum, k| dtype.round(sum + dtype.round(a(k) * b(k))))
}

/// x @ Wᵀ + b: x `(batch, in)`, W `(out, in)`, b `(out,)`, result `(batch, out)`. x gets g @ W, W gets gᵀ @ x, b gets
/// the column sums of g.
static LINEAR: Operation = Operation {
    name: "linear",
    formula: "x @ Wᵀ + b",
    derivative: "x: g @ W; W: gᵀ @ x; b: Σ g over the batch",
    saves: true,
    forward: |f, out| {
        // Sizes come from the shapes: a layer without outputs has no elements to tell them by.
        let (inner, outer) = (f.inputs[1].shape.size_from_end(0), f.inputs[1].shape.size_from_end(1));
        let [x, weight, bias] = f.inputs.map(|input| input.values);
        for (at, out) in out.iter_mut().enumerate() {
            let (row, column) = (at / outer, at % outer);
            let product = dot(f.dtype, inner, |k| x[row * inner + k], |k| weight[column * inner + k]);
            *out = f.dtype.round(product + bias[column]);
        }
    },
    vjp: |v| {
        let (g, values, dtype) = (v.upstream, v.values, v.node.dtype);
        let [x, weight] = [0, 1].map(|i| v.input_from(values, i));
        let (inner, outer) = (weight.shape.size_from_end(0), weight.shape.size_from_end(1));
        let batch = x.shape.size_from_end(1);
        let (x, weight) = (x.values, weight.values);
        if v.wants(0) {
            v.contribute(0, |at| {
                let (row, k) = (at / inner, at % inner);
                dot(dtype, outer, |column| g[row * outer + column], |column| weight[column * inner + k])
            });
        }
        if v.wants(1) {
            v.contribute(1, |at| {
                let (column, k) = (at / inner, at % inner);
                dot(dtype, batch, |row| g[row * outer + column], |row| x[row * inner + k])
            });
        }
        if v.wants(2) {
            let mut columns = Vec::with_capacity(batch);
            let mut sums = Vec::with_capacity(outer);
            for column in 0..outer {
                columns.clear();
                columns.extend(g.iter().skip(column).step_by(outer));
                sums.push(sum_of(dtype, &columns));
            }
            v.contribute(2, |column| sums[column]);
        }
    },
};

impl Tape {
    /// The matrix product a @ b of matrices or vectors.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`](crate::ErrorKind::Shape) unless the inner sizes agree and are at least 1, [`ErrorKind::Dtype`](crate::ErrorKind::Dtype) if the element types differ.
    pub fn matmul(&mut self, a: Var, b: Var) -> Result<Var> {
        let (left, right) = (self.kind(a).0, self.kind(b).0);
        let Some([n, _, m]) = product_sizes(left, right) else {
            return Err(Error::shape(
                "matmul",
                format_args!("{left} and {right}"),
                "(n, k) and (k, m), or vectors of length k",
            ));
        };
        let dtype = self.same_dtype("matmul", &[a, b])?;
        let shape = match (left.rank(), right.rank()) {
            (1, 1) => Shape::SCALAR,
            (1, _) => Shape::vector(m),
            (_, 1) => Shape::vector(n),
            _ => Shape::matrix(n, m).holdable("matmul")?,
        };
        Ok(self.record(&MATMUL, &[a, b], (shape, dtype)))
    }

    /// x @ Wᵀ + b, `torch.nn.functional.linear`: x `(batch, in)`, weight `(out, in)`, bias `(out,)`.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`](crate::ErrorKind::Shape) for other shapes, [`ErrorKind::Dtype`](crate::ErrorKind::Dtype) if the element types differ.
    pub fn linear(&mut self, x: Var, weight: Var, bias: Var) -> Result<Var> {
        let inputs = [x, weight, bias];
        let dtype = self.same_dtype("linear", &inputs)?;
        let [x, weight, bias] = inputs.map(|input| self.kind(input).0);
        match (x.sizes(), weight.sizes(), bias.sizes()) {
            (&[batch, inner], &[outer, columns], &[length]) if inner == columns && outer == length => {
                let shape = Shape::matrix(batch, outer).holdable("linear")?;
                Ok(self.record(&LINEAR, &inputs, (shape, dtype)))
            }
            _ => Err(Error::shape(
                "linear",
                format_args!("{x}, {weight} and {bias}"),
                "(batch, in), (out, in) and (out,)",
            )),
        }
    }
}
