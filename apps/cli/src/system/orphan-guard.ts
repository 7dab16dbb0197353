// Loaded in front of a program that knows nothing of Foyer: ends it when the process that started it is gone, however it went.
process.once('disconnect', () => process.exit(0));
