import { testSeeds } from './seeds.ts'

testSeeds('staging')
