import { testSeeds } from './seeds.ts'

testSeeds('bulk')
