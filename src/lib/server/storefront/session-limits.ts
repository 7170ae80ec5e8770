const hour = 60 * 60;
const day = 24 * hour;

/**
 * How long a customer stays signed in, in seconds (T03): a week without a visit ends it, and a month after the
 * password was typed it ends in any case. A visit prolongs it at most once a day.
 */
export const sessionLimits = { idle: 7 * day, absolute: 30 * day, betweenProlongings: day };

/** How long a mailed link can be used, in seconds (spec T2). */
export const linkSeconds = hour;
