// Loaded once by ../environment.cjs.
module.exports = globalThis.loadedLibraries['temporal-polyfill'];
