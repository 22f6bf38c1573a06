import counter from './counter.json'
import desk from './desk.json'
import errors from './errors.json'
import evaluations from './evaluations.json'
import pricing from './pricing.json'
import requests from './requests.json'
import shell from './shell.json'

/** What the staff's app says. */
export const words = { counter, desk, errors, evaluations, pricing, requests, shell }
