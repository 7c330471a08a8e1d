// The door of a training: a new code every three minutes, so that a picture of an old one is soon worth nothing.
const MINUTES = 3;
setTimeout(() => window.location.reload(), MINUTES * 60 * 1000);
