import account from './account.json'
import business from './business.json'
import catalog from './catalog.json'
import desk from './desk.json'
import errors from './errors.json'
import evaluations from './evaluations.json'
import outbox from './outbox.json'
import pricing from './pricing.json'
import requests from './requests.json'
import shell from './shell.json'

/** What the staff's app says. */
export const words = { account, business, catalog, desk, errors, evaluations, outbox, pricing, requests, shell }
