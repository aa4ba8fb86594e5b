"""What is said in other languages than English: rules, findings, and the phrases of reports.

Rules speak English in the catalogue; `findings.in_language` words a finding again, `phrases.phrases` gives the words
around findings. Ids, names and values of YAML are the same in every language.
"""
