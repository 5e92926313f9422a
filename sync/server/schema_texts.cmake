#Writes the texts of schema/*.sql, in order, as C++ string literals.
file(GLOB texts ${SCHEMA}/*.sql)
list(SORT texts)
set(out "")
foreach(text ${texts})
    file(READ ${text} sql)
    string(APPEND out "R\"sql(${sql})sql\",\n")
endforeach()
file(WRITE ${OUT} "${out}")
