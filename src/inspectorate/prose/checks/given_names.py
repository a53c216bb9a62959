"""Given names as people in these islands bear them; not a list of anybody, and never complete."""

from __future__ import annotations

# As words they mean nothing else, so that one alone tells of a person.
_PLAIN_WORDS = """
aaron abdul abdullah abigail adam adebayo adrian agnieszka ahmed aidan aisha alan alasdair
albert alexander alexandra alice alison alistair amanda amelia amina amir amy ananya andrea
andrew andrzej aneta angela angus anita anna anne annette annie anthony anya arjun arthur asha
ashley asif ayesha barbara beata beatrice ben benjamin bernard beth bethany beverley bilal
blessing brenda brendan brian bridget bronwen caitlin callum cameron carl carla caroline
catherine catriona cerys charles cheryl chidi chinedu chioma chloe chris christine christopher
chukwu ciara claire clare clive colin connor craig cynthia daisy daniel danielle darren dave
david dawid dean deborah debbie deepak denise dennis derek diane dmitri dominic donald donna
doreen dorothy dougal douglas duncan dylan eamonn edward eileen elaine eleanor elizabeth ella
ellen ellie elliot emeka emily emma emmanuel eric esther ethan eva evelyn ewan farah faisal
fatima fatma fiona fionnuala frances francis fraser gareth gary gavin gemma geoffrey george
geraint gerald gillian glenn glenys gordon graham gregory grzegorz gurpreet gwen hamza hannah
harpreet harriet harry harvey hassan hayley heather helen henry hilary huw hussain ian ibrahim
imran ines ioan isaac isabel isabella isla ivan iwona jacob jacqueline jake jakub james jamie
jan jane janet janice jasmine jason jaspreet javed jean jeffrey jennifer jenny jeremy jessica
jim joan joanna joanne joe john jonathan joseph josephine joshua joyce judith julia julian
julie karen karl karolina kate katherine kathleen kathryn katie katarzyna kayleigh keith kelly
kenneth kerry kevin khalid kieran kim kiran kirsty krzysztof kwame kyle lauren laura lawrence
leah lee leila leonard lesley leslie lewis liam linda lindsay lisa lloyd louisa louise lucy
luke lynn lynne maciej magdalena mahmoud malcolm malgorzata mandeep manjit manpreet marek
margaret maria marian marie marion martin mary maryam matthew maureen megan melanie melissa
mhairi michael michelle miguel mike mohamed mohammad mohammed mohit moira molly monika morag
muhammad nadia naomi natalie natasha nathan neil niamh nicholas nick nicola nicole nigel
nikhil noah nora norman ola oleg olga oliver olivia oluwaseun omar oscar owen pamela parveen
patricia patrick paul paula pauline pawel penelope peter philip phoebe piotr pooja praveen
priya rachel rafal rahul rajesh ralph ramesh raymond rebecca rhiannon rhys richard robert
roberto robin roderick roger ronald rory rosemary ross roxanne ruth ryan sabrina sadia saima
sally samantha samir samuel sandra sanjay sara sarah saskia scott sean sebastian seamus
shabana shannon sharon sheila shirley siobhan sian simon simone sophie stacey stanislaw stella
stephanie stephen steve steven stuart sunita susan suzanne swati syed sylvia tamara tanya tara
tariq temitope terence teresa theresa thomas tim timothy tina toby tomasz tony tracey tracy
trevor usman valerie vanessa vera veronica vikram vincent vivek vivian wayne wendy wojciech
yasmin yusuf yvonne zahra zainab zara zbigniew zoe
"""
PLAIN = frozenset(_PLAIN_WORDS.split())
# Words or places too: only before a surname.
_DOUBTFUL_WORDS = """
al alan alex amber angel april ash basil bill bob carol charlie charlotte chase chelsea
christian crystal dale dawn dean dick don drew earl faith finn florence frank gail gene
georgia gill glen grace grant guy hazel heath holly hope iris ivy jack jade jay jo jordan joy
june kay ken kit lance lily luca mark max may mercy miles milo nat olive pat pearl peg penny
ray reed rich rob rose roy ruby rusty sam sandy sky sonny stan stew summer sue ted tom trinity
troy victor victoria violet will
"""
DOUBTFUL = frozenset(_DOUBTFUL_WORDS.split())
