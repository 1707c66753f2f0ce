import { testSeeds } from './seeds.ts'

testSeeds('networks')
