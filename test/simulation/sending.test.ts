import { testSeeds } from './seeds.ts'

testSeeds('sending')
