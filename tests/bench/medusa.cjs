// node medusa.cjs PEERS WORK.json: Medusa's computation for items on this work, again and again.
// Prints the median nanoseconds of one basket and the sum of its adjustments.
const fs = require("fs");
const Module = require("module");
const path = require("path");

const [peers, file] = process.argv.slice(2);
const load = Module.createRequire(path.join(path.resolve(peers), "package.json"));
// The promotion package asks for its helpers through the framework, which only passes them on.
const resolve = Module._resolveFilename;
Module._resolveFilename = function (name, ...rest) {
  return resolve.call(this, name === "@medusajs/framework/utils" ? "@medusajs/utils" : name, ...rest);
};
const { getComputedActionsForItems } = load("@medusajs/promotion/dist/utils/compute-actions/line-items.js");

const work = JSON.parse(fs.readFileSync(file, "utf8"));
const items = work.items.map((item) => ({
  id: item.id,
  quantity: item.quantity,
  subtotal: item.subtotal,
  original_total: item.subtotal,
  is_discountable: true,
  product: { category: item.category },
}));
const promotions = work.promotions.map((promotion) => ({
  code: promotion.code,
  is_tax_inclusive: false,
  application_method: {
    type: "percentage",
    target_type: "items",
    allocation: "across",
    value: promotion.percent,
    target_rules: [{ attribute: "items.product.category", operator: "eq", values: [{ value: promotion.category }] }],
  },
}));

function basket() {
  const applied = new Map();
  const actions = [];
  for (const promotion of promotions) actions.push(...getComputedActionsForItems(promotion, items, applied));
  return actions;
}

const nanoseconds = [];
const budget = BigInt(Math.round(work.seconds * 1e9));
const start = process.hrtime.bigint();
for (let before = start; before - start < 2n * budget; ) {
  basket();
  const after = process.hrtime.bigint();
  if (after - start > budget) nanoseconds.push(Number(after - before)); // the first half warms up
  before = after;
}
nanoseconds.sort((a, b) => a - b);
const saved = basket().reduce((sum, action) => sum + Number(action.amount), 0);
console.log(nanoseconds[nanoseconds.length >> 1], saved.toFixed(2));
