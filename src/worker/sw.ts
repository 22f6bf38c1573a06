import { sendInBackground } from './background-sync.ts'
import { sendWhenAsked } from './flush-on-message.ts'
import { bringEngine } from './load-engine.ts'
import { answerNavigations } from './navigation.ts'
import { refreshNowAndThen } from './periodic-sync.ts'
import { keepShell } from './precache.ts'
import { takeOverByConsent } from './update.ts'

keepShell()
bringEngine()
answerNavigations()
takeOverByConsent()
sendInBackground()
sendWhenAsked()
refreshNowAndThen()
