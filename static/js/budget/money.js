// Amounts as whole numbers of fen, read and written as the server does: only a preview, but the same to the fen.

// 1,920 · １９２０.５ · ¥3.5万 → hundredths, or null when it is no number.
export function hundredths(text) {
  let clean = text.normalize("NFKC").replace(/[,\s]/g, "").replace(/^¥/, "").replace(/元$/, "");
  let places = 2;
  if (clean.endsWith("万")) {
    clean = clean.slice(0, -1);
    places = 6;
  }
  const found = /^\+?(\d*)\.?(\d*)$/.exec(clean);
  if (!found || !(found[1] + found[2]) || found[2].length > places) return null;
  return BigInt(found[1] + found[2].padEnd(places, "0"));
}

export const number = (text) => hundredths(text) ?? 0n;

// Price × quantity, half a fen rounded up.
export const product = (price, quantity) => (price * quantity + 50n) / 100n;

export function yuan(fen) {
  const below = fen < 0n, size = below ? -fen : fen;
  const whole = String(size / 100n).replace(/\B(?=(\d{3})+$)/g, ",");
  const rest = size % 100n;
  return `${below ? "-" : ""}${whole}${rest ? `.${String(rest).padStart(2, "0")}` : ""}`;
}
