const day = 24 * 60 * 60;

/**
 * How long staff stay signed in, in seconds (T03): a week without a visit ends it, written down once a day, and
 * a month after the password was typed it ends in any case.
 */
export const staffSessionLimits = { idle: 7 * day, absolute: 30 * day, betweenProlongings: day };
