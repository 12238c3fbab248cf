import { describe, expect, it } from 'vitest'
import { printArticle, printClause, printClauses } from './clause.ts'

describe('a clause as a paper cites it', () => {
  it.each([
    ['funabashi:9(5)', '船橋市要綱 第9条第5号'],
    ['funabashi:10-2(3)', '船橋市要綱 第10条第2項第3号'],
    ['funabashi:4-2', '船橋市要綱 第4条第2項'],
    ['funabashi:11', '船橋市要綱 第11条'],
    ['funabashi:9(8)-proviso', '船橋市要綱 第9条第8号ただし書'],
    ['funabashi:9(5)-attend', '船橋市要綱 第9条第5号'],
    ['funabashi:10-6(1)-(11)', '船橋市要綱 第10条第6項第1号から第11号まで'],
    ['funabashi:form3', '船橋市要綱 第3号様式'],
    ['funabashi:附則', '船橋市要綱 附則'],
    ['nerima:7(2)②', '練馬区指針 7(2)②'],
    ['somewhere:3-1', '第3条第1項'],
    ['not a clause', 'not a clause'],
  ])('%s', (clause, printed) => {
    expect(printClause(clause, 'ja')).toBe(printed)
  })

  it('has an English form', () => {
    expect(printClause('funabashi:10-2(3)', 'en')).toBe('Funabashi rules Art. 10, para. 2, item (3)')
    expect(printArticle('funabashi:9(8)-proviso', 'en')).toBe('Art. 9, item (8), proviso')
  })

  it('names the instrument once', () => {
    expect(printClauses(['funabashi:9(5)', 'funabashi:4-1'], 'ja')).toBe('船橋市要綱 第9条第5号、第4条第1項')
    expect(printClauses([], 'ja')).toBe('')
  })
})
