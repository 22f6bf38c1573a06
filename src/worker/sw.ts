import { answerNavigations } from './navigation.ts'
import { keepShell } from './precache.ts'
import { takeOverByConsent } from './update.ts'

keepShell()
answerNavigations()
takeOverByConsent()
