/**
 * The pages as people meet them: in a real Chromium, against the whole platform. There are tests
 * here and nothing else; they stand apart from standalone because of what the browser's driver
 * weighs.
 */
package insurancecontract.browser;
