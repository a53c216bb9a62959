// A moment, and a day, in words, as this device's clock and calendar have it.
export const moment = (at) =>
  new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });

// `at` is a day as a field of one writes it: the same day in every zone.
export const day = (at) =>
  new Date(`${at}T12:00:00Z`).toLocaleDateString("en-GB", { dateStyle: "medium", timeZone: "UTC" });
