alter role salamat_reader password %(password)s
